import fc from 'fast-check';

import { inviteCodeIn, mayBeCode } from '../../../nodes/WahaGroups/waha/answers/inviteCode';
import { FAILURE } from '../../../nodes/WahaGroups/waha/http/reply';

const reply = (text: string) => ({ status: 200, headers: {}, text });

describe('a code of a group is taken', () => {
	it.each([
		// As they stand in links that people have published.
		'KjTyyb4vvO20L0IxjxP4kW',
		'LKcvj7nepyhFQVBBI3lC6j',
		'AbCdEfGhIjKlMnOpQrStUv',
		'TeamBerlinInviteCode01',
		// As tests and examples make them up.
		'AbCdEf123',
		'AbCdEf',
		'ABCDEFGHIJ',
		'ABCDEFGHIJKLMNOPQRSTUV',
		'1234567890abcdef',
		'12345',
		'12345678901234567890',
		'0012345678',
		'1e5',
		'true1',
		'true',
		'invite-code-1',
		'a_B-3xyz',
	])('%s', (code) => {
		expect(inviteCodeIn(reply(code))).toBe(code);
		expect(inviteCodeIn(reply(JSON.stringify(code)))).toBe(code);
		expect(inviteCodeIn(reply(JSON.stringify({ inviteCode: code })))).toBe(code);
		expect(inviteCodeIn(reply(`https://chat.whatsapp.com/${code}?mode=ems_copy_c`))).toBe(code);
	});

	it('whatever WhatsApp makes of letters and digits', () => {
		const real = fc
			.stringMatching(/^[A-Za-z0-9]{22}$/)
			.filter((code) => /[A-Z]/.test(code) && /[a-z]/.test(code));
		fc.assert(
			fc.property(real, (code) => {
				expect(inviteCodeIn(reply(code))).toBe(code);
			}),
		);
	});
});

/** What the engines and their libraries say where something went wrong. */
const SAID = [
	'forbidden',
	'Forbidden',
	'FORBIDDEN',
	'not-authorized',
	'unauthorized',
	'bad-request',
	'not-acceptable',
	'item-not-found',
	'conflict',
	'internal-server-error',
	'feature-not-implemented',
	'rate-overlimit',
	'resource-limit',
	'failed',
	'Failed',
	'error',
	'Error500',
	'ServerStatusCodeError',
	'UnexpectedJoinGroupResponse',
	'BadRequest',
	'NotAdmin',
	'Not_Found',
	'null',
	'undefined',
	'false',
	'NaN',
	'',
	'ok',
	'401',
	'403',
	'500',
	'1006',
	'[object Object]',
	'Connection Closed',
	'no code at all',
];

describe('what a server says in place of a code is none', () => {
	it.each(SAID)('%s', (words) => {
		for (const text of [words, JSON.stringify(words)])
			expect(inviteCodeIn(reply(text))).toBeUndefined();
	});

	it.each([
		'forbidden',
		'BadRequest',
		'Not_Found',
		'rate-overlimit',
		'null',
		'false',
		'NaN',
		'403',
	])('in an object or a link neither: %s', (words) => {
		expect(inviteCodeIn(reply(JSON.stringify({ code: words })))).toBeUndefined();
		expect(inviteCodeIn(reply(`https://chat.whatsapp.com/${words}`))).toBeUndefined();
	});

	it.each(['newcode', 'NewCode'])(
		'but not what is no more than a word, or said to be one: %s',
		(code) => {
			expect(inviteCodeIn(reply(JSON.stringify({ inviteCode: code })))).toBe(code);
			expect(inviteCodeIn(reply(`https://chat.whatsapp.com/${code}`))).toBe(code);
		},
	);

	it.each(['{}', '[]', '["AbCdEf123"]', '{"error":"x"}', 'false', '403'])('%s', (text) => {
		expect(inviteCodeIn(reply(text))).toBeUndefined();
	});

	it('no words of small letters, however they are joined and begun, where nothing says that it is a code', () => {
		const word = fc.stringMatching(/^[a-z]{3,9}$/);
		const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
		fc.assert(
			fc.property(
				fc.array(word, { minLength: 1, maxLength: 5 }),
				fc.constantFrom('-', '_'),
				(words, sign) => {
					const many = words.length > 1 ? words : [...words, ...words];
					const joined = many.join(sign);
					for (const text of [joined, capital(joined), joined.toUpperCase()])
						expect(mayBeCode(text, false)).toBe(false);
					// WhatsApp's own length, with capitals in it, could be one.
					const camel = many.map(capital).join('');
					expect(mayBeCode(camel, false)).toBe(camel.length === 22);
				},
			),
		);
	});

	it('nothing with a word of failure in it, unless it has the form of a real one', () => {
		fc.assert(
			fc.property(
				fc.stringMatching(/^[\w-]{0,6}$/),
				fc.constantFrom('error', 'fail', 'forbidden', 'invalid', 'denied'),
				fc.stringMatching(/^[\w-]{0,6}$/),
				(before, word, after) => {
					const text = `${before}${word}${after}`;
					expect(FAILURE.test(text)).toBe(true);
					expect([mayBeCode(text, false), mayBeCode(text, true)]).toEqual([false, false]);
				},
			),
		);
	});
});
