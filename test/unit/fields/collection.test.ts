import { collection } from '../../../nodes/WahaGroups/fields/collection';
import { text, toggle } from '../../../nodes/WahaGroups/fields/fields';

const field = collection({
	displayName: 'Changes',
	description: 'What to change',
	placeholder: 'Add change',
	fields: {
		subject: text({ displayName: 'Subject', description: 'The name', placeholder: 'e.g. A' }),
		isOpen: toggle({ displayName: 'Open', description: 'Whether it is open', default: true }),
	},
});

it.each([
	[{ subject: ' A ' }, { subject: 'A' }],
	[{ isOpen: 'false' }, { isOpen: false }],
	['{"subject":"A","isOpen":true}', { subject: 'A', isOpen: true }],
])('takes what is in %j, and nothing else', (value, expected) => {
	expect(field.read(value)).toEqual(expected);
});

it.each([
	[undefined, 'Changes is empty'],
	[null, 'Changes is empty'],
	[{}, 'Changes is empty'],
	[' ', 'Changes is empty'],
	['Choir', 'Changes has to be an object, but it is "Choir"'],
	['["subject"]', /^Changes has to be an object, but it is /],
	[5, 'Changes has to be an object, but it is "5"'],
	[{ colour: 'red' }, 'Changes does not know "colour"'],
	[{ subject: '' }, 'Subject is empty'],
	[{ isOpen: null }, 'Open has to be true or false, but it is empty'],
])('refuses %j', (value, message) => {
	expect(() => field.read(value)).toThrow(message);
});

it('asks for nothing that nobody has added', () => {
	const { options = [] } = field.property;
	expect(options.map((option) => ['name' in option && option.name, 'required' in option])).toEqual([
		['isOpen', false],
		['subject', false],
	]);
});
