import fc from 'fast-check';

import {
	inviteUrl,
	phoneOf,
	quote,
	readPersonId,
	toGroupId,
	toGroupIds,
	toInviteCode,
	toParticipantId,
	toParticipantIds,
} from '../../../nodes/WahaGroups/waha/input/ids';
import { cpuMs } from '../support/cpu';
import { complaintOf } from '../support/told';

/** Gives the message of the error of ours that a call throws; '' where it throws none. */
const complaint = (call: () => unknown): string => complaintOf(call)?.message ?? '';

/** Anything that an expression may give, however odd. */
const anything = fc.anything({
	withBigInt: true,
	withDate: true,
	withMap: true,
	withNullPrototype: true,
	withSet: true,
	withSparseArray: true,
	withTypedArray: true,
});

/** Texts that come near to phone numbers and ids. */
const nearly = fc.oneof(
	fc.stringMatching(/^[+0-9 ().@:/-]{0,24}$/),
	fc
		.tuple(
			fc.stringMatching(/^\+?[0-9]{1,18}$/),
			fc.constantFrom('', ':12'),
			fc.constantFrom('', '@c.us', '@s.whatsapp.net', '@lid', '@g.us', '@C.US', '@example.com'),
		)
		.map((parts) => parts.join('')),
);

describe('toParticipantId', () => {
	it.each<[unknown, string]>([
		['+49 (170) 123-4567', '491701234567@c.us'],
		['0049 170 1234567', '491701234567@c.us'],
		['491701234567', '491701234567@c.us'],
		[' 49170/1234.567 ', '491701234567@c.us'],
		['491701234567@c.us', '491701234567@c.us'],
		['491701234567@s.whatsapp.net', '491701234567@c.us'],
		['491701234567:12@s.whatsapp.net', '491701234567@c.us'],
		['491701234567:12@c.us', '491701234567@c.us'],
		['491701234567.0:12@s.whatsapp.net', '491701234567@c.us'],
		['491701234567_1:12@s.whatsapp.net', '491701234567@c.us'],
		['12008427877001.1:3@lid', '12008427877001@lid'],
		['+491701234567@c.us', '491701234567@c.us'],
		['12008427877001@lid', '12008427877001@lid'],
		['12008427877001:3@lid', '12008427877001@lid'],
		['+49 (0)170 1234567', '491701234567@c.us'],
		['+49\u00a0170\u20111234567', '491701234567@c.us'],
		['\u202a+491701234567\u202c', '491701234567@c.us'],
		['4312345', '4312345@c.us'],
		['12345@c.us', '12345@c.us'],
		['123456789012345@c.us', '123456789012345@c.us'],
		[491701234567, '491701234567@c.us'],
		[{ id: '491701234567' }, '491701234567@c.us'],
		[{ id: { _serialized: '491701234567@c.us' } }, '491701234567@c.us'],
		[{ pn: '491701234567@c.us' }, '491701234567@c.us'],
		[{ phone: 491701234567 }, '491701234567@c.us'],
		[{ id: null, phone: '+49 170 1234567' }, '491701234567@c.us'],
		[{ id: ' ', pn: '', phone: '+49 170 1234567' }, '491701234567@c.us'],
		[{ participantId: '1@lid', phoneNumber: null }, '1@lid'],
		[{ groupId: '1@g.us', phoneNumber: '491701234567' }, '491701234567@c.us'],
		// Spreadsheets
		['5511912345678.0', '5511912345678@c.us'],
		['+5511912345678.00', '5511912345678@c.us'],
		['5511912345678,0', '5511912345678@c.us'],
		['491701234567.0@c.us', '491701234567@c.us'],
		['+49 (0) 170 1234567@c.us', '491701234567@c.us'],
		['99912345678@c.us', '99912345678@c.us'],
		['49.170.1234567', '491701234567@c.us'],
		// Rows of other programs
		[{ id: 3071, name: 'Anna', phone: '+43 664 1234567' }, '436641234567@c.us'],
		[{ id: 'cus_8f3', mobile: '+43 664 1234567' }, '436641234567@c.us'],
		[{ id: 'anna@example.com', 'Phone Number': '+43 664 1234567' }, '436641234567@c.us'],
		[{ id: '436641234567', PhoneNumber: '491701234567' }, '491701234567@c.us'],
		[{ number: 7, phone: 491701234567 }, '491701234567@c.us'],
		[{ id: '1200@lid', phone: '' }, '1200@lid'],
		// Members as engines list them
		[{ jid: '491701234567@s.whatsapp.net', status: '200' }, '491701234567@c.us'],
		[{ JID: '1200@lid', PhoneNumber: '491701234567@s.whatsapp.net' }, '1200@lid'],
		[{ JID: '', LID: '1200@lid' }, '1200@lid'],
		[{ lid: '4366412345678' }, '4366412345678@lid'],
		[{ lid: 4366412345678 }, '4366412345678@lid'],
		[{ LID: '4366412345678', isAdmin: false }, '4366412345678@lid'],
		[{ lid: '4366412345678', phone: '+49 170 1234567' }, '491701234567@c.us'],
		[{ id: '4366412345678', lid: '4366412345678' }, '4366412345678@lid'],
		[{ lid: { user: '4366412345678', server: 'lid' } }, '4366412345678@lid'],
		[{ JID: { User: '4366412345678', Server: 'lid' } }, '4366412345678@lid'],
		[{ id: { id: '4366412345678', server: 'lid' } }, '4366412345678@lid'],
		[{ User: '491701234567', Server: 's.whatsapp.net' }, '491701234567@c.us'],
		[{ id: { user: '491701234567', server: 'c.us' }, isAdmin: false }, '491701234567@c.us'],
		[
			{ id: { server: 'c.us', user: '491701234567', _serialized: '491701234567@c.us' } },
			'491701234567@c.us',
		],
		[{ id: { id: '491701234567@c.us' } }, '491701234567@c.us'],
	])('%j', (given, expected) => {
		expect(toParticipantId(given)).toBe(expected);
	});

	it.each<[unknown, string]>([
		['Anna', '"Anna" is neither a phone number nor a participant ID'],
		['', '"" is neither a phone number nor a participant ID'],
		['1234', '"1234" is neither a phone number nor a participant ID'],
		['1234567890123456', '"1234567890123456" is neither a phone number nor a participant ID'],
		['49170abc4567', '"49170abc4567" is neither a phone number nor a participant ID'],
		['+49170+1234567', '"+49170+1234567" is neither a phone number nor a participant ID'],
		[
			'491701234567@example.com',
			'"491701234567@example.com" is neither a phone number nor a participant ID',
		],
		['abc@lid', '"abc@lid" is neither a phone number nor a participant ID'],
		['@c.us', '"@c.us" is neither a phone number nor a participant ID'],
		['0170 1234567', '"0170 1234567" starts with a single 0, so its country code is missing'],
		['1203630@g.us', '"1203630@g.us" is a group, not a person'],
		[1.5, '"1.5" is neither a phone number nor a participant ID'],
		[-491701234567, '"-491701234567" is neither a phone number nor a participant ID'],
		[1e21, '"1e+21" is in scientific notation, and so its last digits are lost'],
		[NaN, '"null" is neither a phone number nor a participant ID'],
		['4.91701E+11', '"4.91701E+11" is in scientific notation, and so its last digits are lost'],
		['4,91701E+11', '"4,91701E+11" is in scientific notation, and so its last digits are lost'],
		['0', '"0" is not a phone number, but the decimals of one or an empty cell'],
		['491701234567.5@c.us', '"491701234567.5@c.us" is a phone number with something more after it'],
		['49170/1234567/8@lid', '"49170/1234567/8@lid" is neither a phone number nor a participant ID'],
		[
			{ lid: 43664, name: 'A' },
			'"{"lid":43664,"name":"A"}" is neither a phone number nor a participant ID',
		],
		[
			{ id: '491701234567', server: 'eu-1' },
			'"{"id":"491701234567","server":"eu-1"}" has no phone number: its id may be the key of a row',
		],
		[
			{ phone: '491701234567\n8' },
			'"{"phone":"491701234567\\n8"}" is a phone number with something more after it',
		],
		[
			{ id: 3071, phone: '' },
			'"{"id":3071,"phone":""}" has no phone number: its column for it is empty',
		],
		[
			{ id: 436641234567, phone: 'no' },
			'"{"id":436641234567,"phone":"no"}" is neither a phone number nor a participant ID',
		],
		[
			'999 1234567',
			'"999 1234567" is not a phone number: no country has the code that it begins with',
		],
		[true, '"true" is neither a phone number nor a participant ID'],
		[null, '"null" is neither a phone number nor a participant ID'],
		[undefined, '"undefined" is neither a phone number nor a participant ID'],
		[{}, '"{}" is neither a phone number nor a participant ID'],
		[['491701234567'], '"["491701234567"]" is neither a phone number nor a participant ID'],
	])('refuses %j', (given, message) => {
		expect(complaint(() => toParticipantId(given))).toBe(message);
	});

	it('names the place in a list', () => {
		expect(complaint(() => toParticipantId('Anna', 3))).toBe(
			'"Anna" (number 3 in the list) is neither a phone number nor a participant ID',
		);
	});

	it('refuses an object that holds itself', () => {
		const endless: Record<string, unknown> = {};
		endless.id = endless;
		expect(complaint(() => toParticipantId(endless))).toMatch(/is neither a phone number/);
	});

	it('says what to do', () => {
		expect(complaintOf(() => toParticipantId('Anna'))).toMatchObject({
			description:
				'Use the international form with the country code, e.g. +49 170 1234567 or 491701234567@c.us.',
		});
	});

	it('gives a well-formed id or complains, whatever comes in', () => {
		fc.assert(
			fc.property(fc.oneof(nearly, anything), (value) => {
				const wrong = complaint(() =>
					expect(toParticipantId(value)).toMatch(/^(?:\d{5,15}@c\.us|\d+@lid)$/),
				);
				expect(wrong.length).toBeLessThan(300);
			}),
			{ numRuns: 2000 },
		);
	});

	it('leaves alone what it made', () => {
		fc.assert(
			fc.property(nearly, (value) => {
				if (complaint(() => toParticipantId(value)) !== '') return;
				const id = toParticipantId(value);
				expect(toParticipantId(id)).toBe(id);
				expect(readPersonId(id)).toBe(id);
			}),
			{ numRuns: 2000 },
		);
	});

	it('finds the same number in every notation', () => {
		const number = fc.stringMatching(/^49[1-9][0-9]{6,12}$/);
		fc.assert(
			fc.property(number, (digits) => {
				const expected = `${digits}@c.us`;
				const spoken = `+${digits.slice(0, 2)} (${digits.slice(2, 4)}) ${digits.slice(4, 6)}-${digits.slice(6)}`;
				for (const form of [
					digits,
					`+${digits}`,
					`00${digits}`,
					`${digits}@c.us`,
					`${digits}@s.whatsapp.net`,
					`${digits}:7@s.whatsapp.net`,
					`${digits}.0`,
					`${digits}.00`,
					`\u202a+${digits}\u202c`,
					spoken,
					Number(digits),
					{ id: digits },
				])
					expect(toParticipantId(form)).toBe(expected);
			}),
		);
	});
});

describe('toParticipantIds', () => {
	const two = ['491701234567@c.us', '491707654321@c.us'];

	it.each<[unknown, string[]]>([
		['491701234567,491707654321', two],
		['491701234567; 491707654321', two],
		['491701234567\n491707654321', two],
		['491701234567\r\n\r\n 491707654321 ;,', two],
		['["491701234567", "491707654321"]', two],
		[['491701234567', 491707654321], two],
		[[{ id: '491701234567@c.us' }, { pn: '491707654321@s.whatsapp.net' }], two],
		['+49 170 1234567, 491707654321, 00491701234567', two],
		[491701234567, ['491701234567@c.us']],
		[{ id: '491701234567' }, ['491701234567@c.us']],
		['', []],
		[' , ;\n', []],
		[[], []],
		[[null, '491701234567', '', ' ', '\u200b', undefined, {}, '491707654321'], two],
		[
			[{ row_number: 5, phone: '' }, { name: null, phone: null }, { phone: '491701234567' }],
			['491701234567@c.us'],
		],
		[null, []],
		[undefined, []],
	])('%j', (given, expected) => {
		expect(toParticipantIds(given)).toEqual(expected);
	});

	it.each<[string, string[]]>([
		['491701234567,0', ['491701234567@c.us']],
		['+491701234567,00', ['491701234567@c.us']],
		['491701234567,0\n491707654321,0', two],
		['491701234567,0; 491707654321', two],
		['491701234567,,491707654321', two],
	])('knows the decimals in %j', (given, expected) => {
		expect(toParticipantIds(given)).toEqual(expected);
	});

	it.each<[string, string]>([
		['491701234567,0,491707654321,0', '"0" (number 2 in the list) is not a phone number, but the'],
		['491701234567, 0', '"0" (number 2 in the list) is not a phone number, but the decimals'],
		['4,91701E+11', '"4,91701E+11" (number 1 in the list) is in scientific notation'],
		['491701234567,4,91701E+11', '"4,91701E+11" (number 2 in the list) is in scientific'],
		['4,91701E+11,4,91702E+11', '"4,91701E+11" (number 1 in the list) is in scientific'],
		['4,9e11', '"4,9e11" (number 1 in the list) is in scientific notation'],
	])('tells what is wrong in %j', (given, start) => {
		expect(complaint(() => toParticipantIds(given)).slice(0, start.length)).toBe(start);
	});

	it('names the first that is none, trimmed, with its place', () => {
		expect(complaint(() => toParticipantIds('491701234567, Anna , Ben'))).toBe(
			'"Anna" (number 2 in the list) is neither a phone number nor a participant ID',
		);
		expect(complaint(() => toParticipantIds(['491701234567', null, 'Anna']))).toBe(
			'"Anna" (number 3 in the list) is neither a phone number nor a participant ID',
		);
		expect(complaint(() => toParticipantIds('["491701234567"'))).toBe(
			'The list starts with "[" but is not valid JSON: "["491701234567""',
		);
	});

	it.each<[object]>([
		[{ name: 'Anna', phone: '' }],
		[{ id: 3071, phone: '' }],
		[{ id: 3071, Phone: null }],
		[{ 'No.': 7, mobile: ' ' }],
		[{ customer: 3071, phone: '\u200b' }],
	])('does not pass over a row with a name or a key and without a number: %j', (row) => {
		expect(complaint(() => toParticipantIds(['491701234567', row]))).toMatch(
			/\(number 2 in the list\) has no phone number: its column for it is empty/,
		);
	});

	it('names what stands around an expression', () => {
		for (const read of [toParticipantIds, toGroupId, toGroupIds, toInviteCode]) {
			expect(complaint(() => read('[object Object],[object Object] '))).toBe(
				'"[object Object],[object Object] " is not what the expression holds, because something stands before or after it',
			);
		}
	});

	it('reads a thousand numbers in a moment', () => {
		const list = Array.from({ length: 1024 }, (_, index) => `+49 (0)170 ${1_000_000 + index}`);
		toParticipantIds(list);
		expect(cpuMs(() => expect(toParticipantIds(list)).toHaveLength(1024))).toBeLessThan(1000);
	});

	it('gives well-formed ids, each once, or complains, whatever comes in', () => {
		fc.assert(
			fc.property(fc.oneof(fc.array(nearly), fc.array(nearly).map(String), anything), (value) => {
				complaint(() => {
					const ids = toParticipantIds(value);
					for (const id of ids) expect(id).toMatch(/^(?:\d{5,15}@c\.us|\d+@lid)$/);
					expect(new Set(ids).size).toBe(ids.length);
					expect(toParticipantIds(ids)).toEqual(ids);
					expect(toParticipantIds(ids.join(','))).toEqual(ids);
				});
			}),
			{ numRuns: 1000 },
		);
	});
});

describe('toGroupId', () => {
	it.each<[unknown, string]>([
		['120363041234567890@g.us', '120363041234567890@g.us'],
		['120363041234567890', '120363041234567890@g.us'],
		[' 120363041234567890@G.US ', '120363041234567890@g.us'],
		['4912345-1612345678', '4912345-1612345678@g.us'],
		['4912345-1612345678@g.us', '4912345-1612345678@g.us'],
		[1203630412345, '1203630412345@g.us'],
		['\u202a120363041234567890@g.us\u202c', '120363041234567890@g.us'],
		['\u200e120363041234567890@g.us\u00a0', '120363041234567890@g.us'],
		[{ groupId: '120363041234567890@g.us', subject: 'Team' }, '120363041234567890@g.us'],
		[{ id: '120363041234567890@g.us' }, '120363041234567890@g.us'],
		[{ id: { _serialized: '120363041234567890@g.us' } }, '120363041234567890@g.us'],
		[{ _serialized: '120363041234567890@g.us' }, '120363041234567890@g.us'],
		[{ JID: '120363041234567890@g.us', Name: 'Team' }, '120363041234567890@g.us'],
	])('%j', (given, expected) => {
		expect(toGroupId(given)).toBe(expected);
	});

	it.each<[unknown, string]>([
		['Team Berlin', '"Team Berlin" is not a group ID'],
		['491701234567@c.us', '"491701234567@c.us" is not a group ID'],
		['120363041234567890@g.us/leave', '"120363041234567890@g.us/leave" is not a group ID'],
		['120363041234567890@g.us.example', '"120363041234567890@g.us.example" is not a group ID'],
		['1-2-3', '"1-2-3" is not a group ID'],
		[
			120363041234567890,
			'"120363041234567890" came as a number, and as a number a group ID loses its last digits',
		],
		[12.5, '"12.5" is not a group ID'],
		[-120363041234567890, '"-120363041234567890" is not a group ID'],
		['', 'No group was chosen'],
		[null, 'No group was chosen'],
		[{}, '"{}" is not a group ID'],
	])('refuses %j', (given, message) => {
		// A number too big for JavaScript has lost its last digits: nobody knows which group was meant.
		expect(complaint(() => toGroupId(given))).toBe(message);
	});

	it('gives a well-formed id or complains, whatever comes in', () => {
		fc.assert(
			fc.property(fc.oneof(nearly, anything), (value) => {
				complaint(() => {
					const id = toGroupId(value);
					expect(id).toMatch(/^\d+(-\d+)?@g\.us$/);
					expect(toGroupId(id)).toBe(id);
				});
			}),
			{ numRuns: 1000 },
		);
	});

	it('reads lists, each once', () => {
		expect(toGroupIds('1203630412, 1203630412@g.us;\n4912345-1612345678')).toEqual([
			'1203630412@g.us',
			'4912345-1612345678@g.us',
		]);
		expect(toGroupIds('')).toEqual([]);
	});
});

describe('toInviteCode', () => {
	const code = 'AbCdEfGhIjKlMnOpQrStUv';

	it.each([
		code,
		` ${code} `,
		`https://chat.whatsapp.com/${code}`,
		`http://chat.whatsapp.com/${code}/`,
		`HTTPS://CHAT.WHATSAPP.COM/${code}`,
		`chat.whatsapp.com/${code}`,
		`https://chat.whatsapp.com/${code}?mode=ems_copy_t`,
		`https://chat.whatsapp.com/${code}/?fbclid=1&x=/2/`,
		`https://chat.whatsapp.com/${code}#top`,
		`https://chat.whatsapp.com/invite/${code}`,
		`whatsapp://chat?code=${code}`,
		`whatsapp://chat/?code=${code}&x=1`,
		`https://web.whatsapp.com/accept?code=${code}`,
		`Follow this link to join my WhatsApp group: https://chat.whatsapp.com/${code}`,
		`Join us!\nhttps://chat.whatsapp.com/${code}.\nSee you there`,
		`(https://chat.whatsapp.com/invite/${code}?mode=ac_t)`,
		`\u202ahttps://chat.whatsapp.com/${code}\u202c`,
		`\u200e${code}\ufeff`,
	])('%s', (given) => {
		expect(toInviteCode(given)).toBe(code);
	});

	it.each<[unknown, string]>([
		[
			'https://example.com/AbCdEf',
			'"https://example.com/AbCdEf" is neither an invite link nor an invite code',
		],
		[
			'https://chat.whatsapp.com/',
			'"https://chat.whatsapp.com/" is neither an invite link nor an invite code',
		],
		[
			'https://example.com/?to=chat.whatsapp.com/AbCdEf',
			'"https://example.com/?to=chat.whatsapp.com/AbCdEf" is neither an invite link nor an invite code',
		],
		[
			'chat.whatsapp.com/AbCdEf or chat.whatsapp.com/GhIjKl',
			'"chat.whatsapp.com/AbCdEf or chat.whatsapp.com/GhIjKl" is neither an invite link nor an invite code',
		],
		[
			'undefined',
			'"undefined" comes from an expression that found nothing, and is not an invite link',
		],
		['null', '"null" comes from an expression that found nothing, and is not an invite link'],
		[
			'https://chat.whatsapp.com/undefined',
			'"https://chat.whatsapp.com/undefined" comes from an expression that found nothing, and is not an invite link',
		],
		['AbC dEf', '"AbC dEf" is neither an invite link nor an invite code'],
		['abc', '"abc" is neither an invite link nor an invite code'],
		[{ code }, `"{"code":"${code}"}" is neither an invite link nor an invite code`],
		['', 'No invite link was given'],
	])('refuses %j', (given, message) => {
		expect(complaint(() => toInviteCode(given))).toBe(message);
	});

	it('refuses what is far too long to be a link, without a long look', () => {
		const text = `https://chat.whatsapp.com/${'/'.repeat(300_000)}x`;
		const took = cpuMs(() => {
			expect(complaint(() => toInviteCode(text))).toMatch(
				/is neither an invite link nor an invite code$/,
			);
		});
		expect(took).toBeLessThan(5000);
	});

	it('leaves digits what they are', () => {
		expect(toInviteCode('0123456789')).toBe('0123456789');
		expect(toInviteCode('true')).toBe('true');
	});

	it('gives a code that needs no encoding or complains, whatever comes in', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string(), anything),
				(value) => {
					complaint(() => {
						const found = toInviteCode(value);
						expect(encodeURIComponent(found)).toBe(found);
						expect(toInviteCode(inviteUrl(found))).toBe(found);
					});
				},
			),
			{ numRuns: 1000 },
		);
	});

	it('makes the link that people open', () => {
		expect(inviteUrl('AbCd')).toBe('https://chat.whatsapp.com/AbCd');
	});
});

describe('ids of the engines', () => {
	it.each<[unknown, string | null, string | null]>([
		['491701234567@s.whatsapp.net', '491701234567@c.us', '491701234567'],
		['491701234567:5@s.whatsapp.net', '491701234567@c.us', '491701234567'],
		[{ _serialized: '491701234567@c.us' }, '491701234567@c.us', '491701234567'],
		// WhatsApp Web renamed `_serialized` of some ids in July 2026.
		[{ server: 'c.us', user: '491701234567', $1: 'x' }, '491701234567@c.us', '491701234567'],
		[{ server: 'lid', user: '1200' }, '1200@lid', null],
		[{ server: 'c.us', user: '' }, null, null],
		[{ user: '491701234567' }, null, null],
		['1200:5@lid', '1200@lid', null],
		['status@broadcast', 'status@broadcast', null],
		['', null, null],
		[null, null, null],
		[42, null, null],
	])('%j', (given, id, phone) => {
		expect(readPersonId(given)).toBe(id);
		expect(phoneOf(readPersonId(given))).toBe(phone);
	});
});

describe('quote', () => {
	it('cuts what is long, and copes with everything', () => {
		expect(quote('short')).toBe('"short"');
		expect(quote('x'.repeat(200))).toBe(`"${'x'.repeat(77)}…"`);
		const circular: Record<string, unknown> = {};
		circular.self = circular;
		expect(quote(circular)).toBe('"a value of type object"');
		expect(quote(10n)).toBe('"10"');
		expect(quote(undefined)).toBe('"undefined"');
	});
});

it('advises a list to choose from only where there is one', () => {
	const list = expect.stringContaining('from the list');
	expect(complaintOf(() => toGroupId('Choir'))).toMatchObject({ description: list });
	expect(complaintOf(() => toGroupIds('Choir'))).toMatchObject({
		description:
			'A group ID looks like 120363041234567890@g.us. You find it in the output of "Group: Get Many".',
	});
});

it.each([
	['15712345678', '49'],
	['81234567890', '62'],
	['6641234567', '43'],
	['5321234567', '90'],
])(
	'a number without its 0 that is one abroad, too, is never taken for a stranger: %s in %s',
	(digits, code) => {
		expect(complaintOf(() => toParticipantId(digits, 1, code))?.message).toMatch(/two countries/);
		expect(toParticipantId(`0${digits}`, 1, code)).toBe(`${code}${digits}@c.us`);
	},
);

it('a mistyped phone is not replaced by another cell of the row', () => {
	expect(
		complaintOf(() => toParticipantId({ phone: '0170 1234567', number: 4912345 }))?.message,
	).toMatch(/0170 1234567/);
	expect(toParticipantId({ phone: 'n/a', mobile: '+49 170 1234567' })).toBe('491701234567@c.us');
});

describe("a row's key is not a phone number", () => {
	const KEY = 'has no phone number: its id may be the key of a row';

	it.each<[object]>([
		[{ id: 4912345, name: 'Bob' }],
		[{ id: 491701234567, name: 'Bob' }],
		[{ id: '491701234567', name: 'Bob' }],
		[{ ID: 4912345, Name: '' }],
		[{ _id: '4912345', createdAt: '2026-01-01' }],
		[{ id: 'cus_8f3', name: 'Bob' }],
	])('%j', (row) => {
		expect(complaint(() => toParticipantId(row, 3))).toBe(
			`"${JSON.stringify(row)}" (number 3 in the list) ${KEY}`,
		);
		// Nor is the row passed over: whoever is meant might be removed.
		expect(complaint(() => toParticipantIds([row]))).toContain(KEY);
	});

	it.each<[object, string]>([
		[{ id: 4912345 }, '4912345@c.us'],
		[{ id: '+49 170 1234567' }, '491701234567@c.us'],
		[{ id: '491701234567', lid: '' }, '491701234567@c.us'],
		[{ id: '491701234567@c.us', name: 'Bob' }, '491701234567@c.us'],
		[{ id: 4912345, jid: '491701234567', name: 'Bob' }, '491701234567@c.us'],
	])('%j counts', (row, expected) => {
		expect(toParticipantId(row)).toBe(expected);
	});
});
