import { fingerprint } from '../../../nodes/WahaGroups/waha/events/envelope';
import { RecentDeliveries } from '../../../nodes/WahaGroups/trigger/delivery/deduplication';

it('what one trigger has taken is bounded: the newest 10,000 are known', () => {
	const all = Array.from({ length: 10_001 }, (_, index) => fingerprint(`event ${index}`));
	const recent = new RecentDeliveries();
	recent.read(all.join(''));
	const known = all.map((one) => recent.isStarted(one));
	expect(known.indexOf(true)).toBe(1);
	expect(known.filter((isKnown) => isKnown)).toHaveLength(10_000);
});
