import { normaliseBaseUrl } from '../../../nodes/WahaGroups/waha/address';
import { InputError } from '../../../nodes/WahaGroups/waha/errors';

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
	const before = performance.now();
	expect(normaliseBaseUrl(url)).toBe(url);
	expect(performance.now() - before).toBeLessThan(50);
});

it('refuses what is far too long to be an address', () => {
	expect(() => normaliseBaseUrl(`http://waha:3000${'/'.repeat(2000)}`)).toThrow(InputError);
});
