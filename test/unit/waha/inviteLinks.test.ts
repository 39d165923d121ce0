import fc from 'fast-check';

import { toInviteCode } from '../../../nodes/WahaGroups/waha/input/ids';
import { cpuMs } from '../support/cpu';
import { complaintOf } from '../support/told';

const CODE = 'AbCdEfGhIjKlMnOpQrStUv';
const refused = (text: string): string => complaintOf(() => toInviteCode(text))?.message ?? '';

const codes = fc.stringMatching(/^[A-Za-z0-9]{20,24}$/);
const words = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 6 });
const starts = fc.constantFrom(
	...['https://chat.whatsapp.com/', 'http://chat.whatsapp.com/', 'HTTPS://Chat.WhatsApp.com/'],
	...['https://www.chat.whatsapp.com/', 'https://chat.whatsapp.com/invite/', 'chat.whatsapp.com/'],
	...['whatsapp://chat?code=', 'https://web.whatsapp.com/accept?code='],
);
const before = fc.constantFrom(
	...[
		'',
		'*',
		'_',
		'~',
		'`',
		'“',
		'„',
		'»',
		'«',
		'(',
		'[',
		'<',
		'{',
		'|',
		'"',
		"'",
		'‘',
		'(*_',
		'=> ',
	],
	...[
		'👉',
		'👉\ufe0f',
		'加入',
		'リンク：',
		'Ссылка:',
		'Link:',
		'Link=',
		'…',
		'...',
		'.',
		',',
		'—',
		'-> ',
		'¿',
	],
	...['\u00a0', '\u202a', '\u200b', 'href="', '[Join](', 'é', '\n', '!', '+ '],
);
const after = fc.constantFrom(
	...[
		'',
		'*',
		'_',
		'~',
		'`',
		'”',
		'“',
		'«',
		'»',
		')',
		']',
		'>',
		'}',
		'|',
		'"',
		"'",
		'’',
		'_*)',
		'/',
		'/…',
	],
	...[
		'…',
		'...',
		'.',
		',',
		'。',
		'、',
		'！',
		'?',
		'!',
		';',
		':',
		'—',
		'👈',
		'加入',
		'é',
		'\u00a0',
		'\u202c',
	],
	...['?mode=ac_t', '/?fbclid=1&x=2', '#top', '</a>', '\n', '.Bis bald!', '&x=1', '/)', '/*'],
);

it('a link in any sentence is found', () => {
	fc.assert(
		fc.property(
			codes,
			starts,
			before,
			after,
			words,
			words,
			(code, start, left, right, some, more) => {
				// A link alone is no sentence: all behind it is its code.
				const text = `Join ${some.join(' ')} ${left}${start}${code}${right} ${more.join(' ')}`;
				expect(toInviteCode(text)).toBe(code);
			},
		),
		{ numRuns: 5000 },
	);
});

it('the same link twice is one, and two are none', () => {
	fc.assert(
		fc.property(codes, codes, before, after, (one, other, left, right) => {
			fc.pre(one !== other);
			const link = (code: string) => `${left}https://chat.whatsapp.com/${code}${right}`;
			expect(toInviteCode(`${link(one)} ${link(one)}`)).toBe(one);
			expect(refused(`${link(one)} ${link(other)}`)).toMatch(
				/is neither an invite link nor an invite code$/,
			);
		}),
	);
});

it.each([
	`https://evil.example/chat.whatsapp.com/${CODE}`,
	`https://evil.example/https://chat.whatsapp.com/${CODE}`,
	`https://evil.example/?u=https://chat.whatsapp.com/${CODE}`,
	`evil.example/?u=https://chat.whatsapp.com/${CODE}`,
	`evil.example:8080/chat.whatsapp.com/${CODE}`,
	`see evil.example//chat.whatsapp.com/${CODE}`,
	`https://chat.whatsapp.com.evil.example/${CODE}`,
	`chat.whatsapp.com.evil.example/${CODE}`,
	`notchat.whatsapp.com/${CODE}`,
	`not-chat.whatsapp.com/${CODE}`,
	`x.chat.whatsapp.com/${CODE}`,
	`me@chat.whatsapp.com/${CODE}`,
	`https://me@chat.whatsapp.com/${CODE}`,
	`https://chat.whatsapp.com/channel/${CODE}`,
	`https://chat.whatsapp.com/AbCd-ef/${CODE}`,
	`https://chat.whatsapp.com/AbCd_ef%41`,
	`https%3A%2F%2Fchat.whatsapp.com%2F${CODE}`,
	`https%3A%2F%2Fchat.whatsapp.com/${CODE}`,
	`https://whatsapp.com/channel/${CODE}`,
])('an address that only holds such a link, or looks like one, is another: %s', (text) => {
	expect(refused(text)).toMatch(/is neither an invite link nor an invite code$/);
});

it.each(['AbCd_', 'Ab-Cd-', '_AbCd'])('a code alone stays what it is: %s', (code) => {
	expect(toInviteCode(code)).toBe(code);
	expect(toInviteCode(`https://chat.whatsapp.com/${code}`)).toBe(code);
});

it.each([
	'a.'.repeat(990),
	'a@b.'.repeat(490),
	'chat.whatsapp.com/'.repeat(110),
	`https://chat.whatsapp.com/${'a_'.repeat(980)}`,
	`https://chat.whatsapp.com/${'a-'.repeat(30)}/x`.repeat(20),
])('takes no long look at what is none', (text) => {
	expect(cpuMs(() => refused(text))).toBeLessThan(500);
});
