import { ContactNames, readContacts } from '../../../nodes/WahaGroups/waha/contactNames';
import type { Call } from '../../../nodes/WahaGroups/waha/http/call';

const PHONE = '4915200002001@c.us';
const LID = '98765432101234@lid';

function namesOf(...contacts: unknown[]): ContactNames {
	const names = new ContactNames();
	names.add(contacts);
	return names;
}

describe('the name of somebody', () => {
	it.each([
		['as saved', { name: 'Ada', pushname: 'ada_l', shortName: 'A' }, 'Ada'],
		['as the person goes by', { name: '', pushname: 'ada_l', shortName: 'A' }, 'ada_l'],
		['in short', { name: null, pushname: '  ', shortName: 'A' }, 'A'],
		['without blanks around it', { name: ' Ada\n' }, 'Ada'],
		['unknown', { name: '', pushname: 5 }, null],
	])('is that %s', (_, contact, name) => {
		expect(namesOf({ id: PHONE, ...contact }).nameOf([PHONE])).toBe(name);
	});

	it.each([
		['text', { id: PHONE }],
		['an object', { id: { _serialized: PHONE } }],
		['as the protocol writes it', { id: '4915200002001@s.whatsapp.net' }],
		['with a device', { id: '4915200002001:12@s.whatsapp.net' }],
		['beside the hidden one', { id: LID, phoneNumber: '4915200002001@s.whatsapp.net' }],
	])('is found by an id as %s', (_, contact) => {
		expect(namesOf({ ...contact, name: 'Ada' }).nameOf([PHONE])).toBe('Ada');
	});

	it.each([
		['553181234567', '5531981234567'],
		['5215512345678', '525512345678'],
		['5491123456789', '541123456789'],
	])('is found by the other form of the number: %s, %s', (saved, asked) => {
		expect(namesOf({ id: `${saved}@c.us`, name: 'Ada' }).nameOf([`${asked}@c.us`])).toBe('Ada');
	});

	it('is the best of all contacts of the person, whichever comes first', () => {
		const saved = { id: PHONE, name: 'Ada' };
		const hidden = { id: LID, pushname: 'ada_l' };
		for (const contacts of [
			[saved, hidden],
			[hidden, saved],
		]) {
			const names = namesOf(...contacts);
			expect(names.nameOf([LID, PHONE])).toBe('Ada');
			expect(names.nameOf([LID])).toBe('ada_l');
		}
		expect(namesOf({ id: PHONE, pushname: 'a' }, saved, { id: PHONE }).nameOf([PHONE])).toBe('Ada');
	});

	it('is nothing that groups, lists of numbers and rubbish tell', () => {
		const names = namesOf(null, 5, 'x', [], { name: 'Nobody' }, { id: '1@g.us', name: 'Group' });
		expect(names.nameOf([PHONE])).toBeNull();
		// WEBJS writes the digits of a hidden id as the number.
		expect(namesOf({ id: LID, number: '4915200002001', name: 'Eve' }).nameOf([PHONE])).toBeNull();
	});
});

describe('reading the contacts', () => {
	const people = (count: number, from = 0) =>
		Array.from({ length: count }, (_, at) => ({
			id: `4916${1_000_000 + from + at}@c.us`,
			name: 'x',
		}));

	async function read(answer: (offset: number) => unknown[]): Promise<unknown[]> {
		const asked: unknown[] = [];
		await readContacts(async ({ query }: Call) => {
			asked.push(query?.offset);
			const text = JSON.stringify(answer(Number(query?.offset)));
			return await Promise.resolve({ status: 200, headers: {}, text });
		}, new ContactNames());
		return asked;
	}

	it('goes on while pages are full', async () => {
		expect(await read((at) => people(2500).slice(at, at + 1000))).toEqual([0, 1000, 2000]);
		expect(await read((at) => people(1000).slice(at, at + 1000))).toEqual([0, 1000]);
		expect(await read(() => [])).toEqual([0]);
	});

	it('ends where a server sends all of them each time', async () => {
		expect(await read(() => people(2500))).toEqual([0]);
		expect(await read(() => people(1000))).toEqual([0, 1000]);
	});
});
