import { forgetOldest } from '../../nodes/WahaGroups/waha/oldest';

it('takes out what was put in first, and only beyond so many', () => {
	const set = new Set<string>();
	const map = new Map<string, number>();
	for (const key of ['a', 'b', 'c', 'd']) {
		set.add(key);
		forgetOldest(set, 3);
		map.set(key, 1);
		forgetOldest(map, 2);
	}
	expect([...set]).toEqual(['b', 'c', 'd']);
	expect([...map.keys()]).toEqual(['c', 'd']);
});
