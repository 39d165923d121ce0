import { socketUrl } from '../../../../nodes/WahaGroups/trigger/live/address';

const wish = { session: 'default', events: ['group.join', 'group.v2.update'] };

it.each([
	[
		'http://localhost:3000',
		'',
		'ws://localhost:3000/ws?session=default&events=group.join&events=group.v2.update',
	],
	[
		'https://example.com/waha',
		'',
		'wss://example.com/waha/ws?session=default&events=group.join&events=group.v2.update',
	],
	[
		'http://waha:3000',
		'a&b=c d+é',
		'ws://waha:3000/ws?session=default&events=group.join&events=group.v2.update&x-api-key=a%26b%3Dc+d%2B%C3%A9',
	],
])('is made of %s and the key "%s"', (baseUrl, key, url) => {
	expect(socketUrl(baseUrl, key, wish)).toBe(url);
	if (key !== '') expect(new URL(url).searchParams.get('x-api-key')).toBe(key);
});

it('names every session by a star', () => {
	expect(socketUrl('http://waha:3000', '', { session: '*', events: ['group.join'] })).toBe(
		'ws://waha:3000/ws?session=*&events=group.join',
	);
});
