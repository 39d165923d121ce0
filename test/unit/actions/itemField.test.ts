import { itemField } from '../../../nodes/WahaGroups/actions/framework/itemField';

const json = {
	groupId: '120363041234567890@g.us',
	number: 0,
	empty: '',
	'the name': 'x',
	deep: { er: { est: 'y' } },
	list: ['a'],
	nothing: null,
	flag: true,
};

it.each([
	['={{ $json.groupId }}', json.groupId],
	['={{$json.groupId}}', json.groupId],
	['={{ $json["the name"] }}', 'x'],
	["={{ $json['the name'] }}", 'x'],
	['={{ $json.deep["er"].est }}', 'y'],
	['={{ $json.number }}', 0],
	['={{ $json.empty }}', ''],
])('looks up %s', (expression, value) => {
	expect(itemField(expression, json)).toBe(value);
});

it.each([
	'plain',
	'= {{ $json.groupId }}',
	'={{ $json.groupId }} ',
	'=Hello {{ $json.groupId }}',
	'={{ $json.groupId }}{{ $json.groupId }}',
	'={{ $json.groupId.trim() }}',
	'={{ $json.groupId + 1 }}',
	'={{ $json.missing }}',
	'={{ $json.list }}',
	'={{ $json.list.length }}',
	'={{ $json.deep }}',
	'={{ $json.nothing }}',
	'={{ $json.nothing.more }}',
	'={{ $json.flag }}',
	'={{ $json.constructor }}',
	'={{ $json.constructor.name }}',
	'={{ $json.__proto__ }}',
	'={{ $json["a\\"b"] }}',
	'={{ $json[\'the name"] }}',
	'={{ $json }}',
	'={{ $json?.groupId }}',
	"={{ $('Other').item.json.groupId }}",
	'={{ $input.item.json.groupId }}',
	7,
	undefined,
])('leaves %s to n8n', (stored) => {
	expect(itemField(stored, json)).toBeUndefined();
});

it('looks into a resource locator and leaves the rest of it alone', () => {
	const stored = {
		__rl: true,
		mode: 'id',
		value: '={{ $json.groupId }}',
		cachedResultName: 'Team',
	};
	expect(itemField(stored, json)).toEqual({ ...stored, value: json.groupId });
	expect(itemField({ ...stored, mode: '={{ $json.mode }}' }, json)).toBeUndefined();
	expect(itemField({ ...stored, __rl: undefined }, json)).toBeUndefined();
	expect(itemField({ value: '={{ $json.groupId }}' }, json)).toBeUndefined();
});

it('has nothing to look at without an item', () => {
	expect(itemField('={{ $json.groupId }}', undefined)).toBeUndefined();
});
