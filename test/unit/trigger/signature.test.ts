import crypto, { createHmac } from 'node:crypto';

import { isSignedWith } from '../../../nodes/WahaGroups/trigger/delivery/signature';

/** The example of WAHA's documentation of webhooks. */
const KEY = 'my-secret-key';
const BODY = '{"event":"message","session":"default","engine":"WEBJS"}';
const HMAC =
	'208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89';

const headers = (more: Record<string, unknown> = {}) => ({
	'x-webhook-hmac': HMAC,
	'x-webhook-hmac-algorithm': 'sha512',
	...more,
});

it("takes WAHA's own example", () => {
	expect(isSignedWith(KEY, Buffer.from(BODY), headers())).toBe(true);
	expect(isSignedWith(KEY, Buffer.from(BODY), { 'x-webhook-hmac': HMAC })).toBe(true);
});

it.each([
	['another body', KEY, `${BODY} `, {}],
	['another key', 'my-secret-keY', BODY, {}],
	['no key', '', BODY, {}],
	['no signature', KEY, BODY, { 'x-webhook-hmac': undefined }],
	['an empty signature', KEY, BODY, { 'x-webhook-hmac': '' }],
	['a shorter signature', KEY, BODY, { 'x-webhook-hmac': HMAC.slice(0, -2) }],
	['a longer signature', KEY, BODY, { 'x-webhook-hmac': `${HMAC}00` }],
	['a signature in upper case', KEY, BODY, { 'x-webhook-hmac': HMAC.toUpperCase() }],
	['a signature with something behind it', KEY, BODY, { 'x-webhook-hmac': `${HMAC}\n` }],
	['two signatures', KEY, BODY, { 'x-webhook-hmac': `${HMAC}, ${HMAC}` }],
	['a list of signatures', KEY, BODY, { 'x-webhook-hmac': [HMAC] }],
	['another algorithm', KEY, BODY, { 'x-webhook-hmac-algorithm': 'sha256' }],
	['two algorithms', KEY, BODY, { 'x-webhook-hmac-algorithm': 'sha512, sha512' }],
])('refuses %s', (_, key, body, more) => {
	expect(isSignedWith(key, Buffer.from(body), headers(more))).toBe(false);
});

it('an empty key signs nothing, although a signature could be made with it', () => {
	const hmac = createHmac('sha512', '').update(BODY).digest('hex');
	expect(isSignedWith('', Buffer.from(BODY), { 'x-webhook-hmac': hmac })).toBe(false);
});

it.each([
	['right', HMAC, true],
	['wrong at its beginning', `0${HMAC.slice(1)}`, false],
	['wrong at its end', `${HMAC.slice(0, -1)}0`, false],
])('compares in constant time, whole with whole: %s', (_, hmac, is) => {
	const compare = jest.spyOn(crypto, 'timingSafeEqual');
	expect(isSignedWith(KEY, Buffer.from(BODY), { 'x-webhook-hmac': hmac })).toBe(is);
	expect(compare.mock.calls).toEqual([[Buffer.from(HMAC, 'hex'), Buffer.from(hmac, 'hex')]]);
	compare.mockRestore();
});
