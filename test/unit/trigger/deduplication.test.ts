import { fingerprint } from '../../../nodes/WahaGroups/waha/events/envelope';
import { RecentDeliveries } from '../../../nodes/WahaGroups/trigger/delivery/deduplication';

it('what one trigger has taken is bounded: the newest 10,000 are known', () => {
	const all = Array.from({ length: 10_001 }, (_, index) => fingerprint(`event ${index}`));
	const recent = new RecentDeliveries();
	recent.read(['a process', ...all].map((one) => one.slice(0, 8)).join(''));
	const known = all.map((one) => recent.isStarted(one));
	expect(known.indexOf(true)).toBe(1);
	expect(known.filter((isKnown) => isKnown)).toHaveLength(10_000);
});

describe('what a process has stored', () => {
	const [one, two, three] = ['one', 'two', 'three'].map(fingerprint) as [string, string, string];

	it('is known to the next one, which stores it on', () => {
		const [first, second, third] = [1, 2, 3].map(() => new RecentDeliveries()) as [
			RecentDeliveries,
			RecentDeliveries,
			RecentDeliveries,
		];
		first.read(first.text(one));
		second.read(first.text(two));
		third.read(second.text(three));
		expect([one, two, three].map((each) => third.isStarted(each))).toEqual([true, true, true]);
		expect([one, two, three].map((each) => first.isStarted(each))).toEqual([true, true, false]);
	});

	it('is stored once, however often it is read and written', () => {
		const [first, second] = [new RecentDeliveries(), new RecentDeliveries()];
		for (let time = 0; time < 3; time++) {
			second.read(first.text(one));
			first.read(second.text(two));
		}
		// The word that names the process, and the two.
		expect(first.text(one)).toHaveLength(3 * one.length);
	});
});
