import type { Envelope } from '../../../nodes/WahaGroups/waha/events/envelope';
import { fingerprintsOf, toEnvelope } from '../../../nodes/WahaGroups/waha/events/envelope';

function envelopeOf(more: object = {}): Envelope {
	const envelope = toEnvelope({ event: 'group.join', session: 'default', payload: [], ...more });
	if (envelope === undefined) throw new Error('That is no event of WAHA');
	return envelope;
}

const body = Buffer.from('[{"id":"120363041234567890@g.us"}]');
const other = Buffer.from('[]');
const began = 1_700_000_000_500;

it('an event with an id is known by it, whatever request and words it comes with', () => {
	const named = envelopeOf({ id: 'evt_1' });
	expect(fingerprintsOf(named, 'a', body, began)).toEqual(
		fingerprintsOf(named, 'b', other, began + 1e6),
	);
	expect(fingerprintsOf(envelopeOf({ id: 'evt_2' }), 'a', body, began)).not.toEqual(
		fingerprintsOf(named, 'a', body, began),
	);
});

it('without an id it is known by its request, and without that by its words', () => {
	const timed = envelopeOf({ timestamp: began });
	const names = (requestId: string, words: Buffer): string[] =>
		fingerprintsOf(timed, requestId, words, began);
	expect(names('a', body)).toEqual(names('a', other));
	expect(names('a', body)).not.toEqual(names('b', body));
	expect(names('', body)).toEqual(names('', body));
	expect(names('', body)).not.toEqual(names('', other));
});

describe('what has neither id nor time', () => {
	const isAgain = (nowMs: number, words = body): boolean =>
		fingerprintsOf(envelopeOf(), '', words, nowMs).includes(
			fingerprintsOf(envelopeOf(), '', body, began)[0],
		);

	it('counts as a double for one minute only', () => {
		for (const seconds of [0, 1, 30, 59]) expect(isAgain(began + seconds * 1000)).toBe(true);
		for (const seconds of [60, 61, 3600]) expect(isAgain(began + seconds * 1000)).toBe(false);
	});

	it('is no double of other words', () => {
		expect(isAgain(began, other)).toBe(false);
	});
});
