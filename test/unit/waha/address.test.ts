import {
	normaliseBaseUrl,
	redirectOf,
	shownUrl,
} from '../../../nodes/WahaGroups/waha/http/address';
import { InvalidInput } from '../../../nodes/WahaGroups/waha/errors';
import { cpuMs } from '../support/cpu';

it.each<[unknown, string]>([
	['http://localhost:3000', 'http://localhost:3000'],
	[' http://localhost:3000/ ', 'http://localhost:3000'],
	['http://localhost:3000/api', 'http://localhost:3000'],
	['http://localhost:3000/api/', 'http://localhost:3000'],
	['http://localhost:3000/dashboard', 'http://localhost:3000'],
	['http://localhost:3000/dashboard/?x=1#y', 'http://localhost:3000'],
	['https://example.com/waha', 'https://example.com/waha'],
	['https://example.com/waha/api', 'https://example.com/waha'],
	['https://example.com/my-api', 'https://example.com/my-api'],
	['https://api.example.com', 'https://api.example.com'],
	['waha:3000', 'http://waha:3000'],
	['http://localhost:3000//api//dashboard///', 'http://localhost:3000'],
	['http://localhost:3000/API/Dashboard', 'http://localhost:3000'],
	['http://api', 'http://api'],
	['http://localhost:3000/dashboard?next=/a#/b?c', 'http://localhost:3000'],
	['', ''],
	[undefined, ''],
])('address %j', (given, expected) => {
	expect(normaliseBaseUrl(given)).toBe(expected);
});

it('takes no longer for what only looks like slashes at the end', () => {
	const url = `http://waha:3000${'/'.repeat(1900)}x`;
	expect(cpuMs(() => expect(normaliseBaseUrl(url)).toBe(url))).toBeLessThan(50);
});

it('refuses what is far too long to be an address', () => {
	expect(() => normaliseBaseUrl(`http://waha:3000${'/'.repeat(2000)}`)).toThrow(InvalidInput);
});

it.each([
	['http://waha:3000', 'http://waha:3000'],
	['http://admin:secret@waha:3000/x', 'http://waha:3000/x'],
	['https://admin@waha', 'https://waha'],
	['admin:secret@waha', 'waha'],
	['http://admin:se/c?r#e@t@waha', 'http://waha'],
	[' http://admin:secret@my server', 'http://my server'],
	['', ''],
])('shows %j without user name and password', (url, shown) => {
	expect(shownUrl(url)).toBe(shown);
});

it.each<[string | undefined, string, ReturnType<typeof redirectOf>]>([
	['https://waha/api/x', 'http://waha', { address: 'https://waha', path: '/api/x' }],
	['https://you:me@other/api/x?k=1', 'http://waha', { address: 'https://other', path: '/api/x' }],
	['https://other:8443/', 'http://waha', { address: 'https://other:8443', path: '/' }],
	['https://sso.me/login?to=x', 'http://waha', { address: 'https://sso.me', path: '/login' }],
	['//other/api/x', 'https://waha', { address: 'https://other', path: '/api/x' }],
	['https://me/waha/api/x', 'http://me/waha', { address: 'https://me/waha', path: '/waha/api/x' }],
	['/waha/api/x', 'http://me', { address: 'http://me/waha', path: '/waha/api/x' }],
	['/api/x/', 'http://me', { path: '/api/x/' }],
	['/waha/api/x/', 'http://a:b@me/waha', { path: '/waha/api/x/' }],
	['/login', 'http://me/waha', { path: '/login' }],
	['javascript:alert(1)', 'http://me', undefined],
	['http://', 'http://me', undefined],
	[undefined, 'http://me', undefined],
])('redirect to %j from %s', (location, baseUrl, expected) => {
	expect(redirectOf(location, baseUrl)).toEqual(expected);
});
