import {
	fingerprint,
	RecentDeliveries,
	timelessFingerprints,
} from '../../../nodes/WahaGroups/trigger/delivery/deduplication';

describe('what has neither id nor time', () => {
	const body = Buffer.from('[{"id":"120363041234567890@g.us"}]');
	const began = 1_700_000_000_500;
	const isAgain = (nowMs: number, what = body): boolean =>
		timelessFingerprints(what, nowMs).includes(timelessFingerprints(body, began)[0]);

	it('counts as a double for one minute only', () => {
		for (const seconds of [0, 1, 30, 59]) expect(isAgain(began + seconds * 1000)).toBe(true);
		for (const seconds of [60, 61, 3600]) expect(isAgain(began + seconds * 1000)).toBe(false);
	});

	it('is no double of other words', () => {
		expect(isAgain(began, Buffer.from('[]'))).toBe(false);
	});
});

it('what one trigger has taken is bounded: the newest 10,000 are known', () => {
	const all = Array.from({ length: 10_001 }, (_, index) => fingerprint(`event ${index}`));
	const recent = new RecentDeliveries();
	recent.read(all.join(''));
	const known = all.map((one) => recent.isStarted(one));
	expect(known.indexOf(true)).toBe(1);
	expect(known.filter((isKnown) => isKnown)).toHaveLength(10_000);
});
