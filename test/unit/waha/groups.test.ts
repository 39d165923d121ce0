import fc from 'fast-check';

import { toGroupId, toGroupIds } from '../../../nodes/WahaGroups/waha/input/ids';
import { complaintOf } from '../support/told';

const TEAM = '120363041234567890@g.us';
const CHOIR = '120363041234567891@g.us';
const [USER, SERVER] = TEAM.split('@');
const wid = { user: USER, server: SERVER, _serialized: TEAM };

it.each<[unknown]>([
	[[TEAM]],
	[[TEAM, '', null, TEAM]],
	[[{ groupId: TEAM }]],
	[{ id: { user: USER, server: SERVER } }],
	[{ gid: wid, title: 'Team', participants: {} }],
	[{ gid: { _serialized: TEAM } }],
	[{ chatId: TEAM, messageId: 'true_120363041234567890@g.us_3EB0' }],
	[{ id: 3071, JID: TEAM, Name: 'Team' }],
	[{ id: TEAM, groupId: 3071 }],
	[{ id: 3071, groupId: TEAM }],
	[{ groupId: null, id: TEAM }],
	[{ group: { id: TEAM } }],
	[{ group: { groupId: TEAM }, groupId: TEAM, participantId: '491701234567@c.us' }],
	[{ id: wid, groupMetadata: { id: wid, parentGroup: { _serialized: CHOIR } } }],
	[{ id: TEAM, linkedParent: CHOIR }],
	[{ 'Group ID': USER }],
	[`120363041234567890\u00a0@g.us`],
])('the one group in %j is taken', (given) => {
	expect(toGroupId(given)).toBe(TEAM);
	expect(toGroupIds(given)).toEqual([TEAM]);
});

it('an id of a few digits is taken as it is, but of an object it may be the number of a row', () => {
	for (const id of ['123456789', 12345, '123']) {
		expect(toGroupId(id)).toBe(`${id}@g.us`);
		expect(toGroupIds([id])).toEqual([`${id}@g.us`]);
		expect(complaintOf(() => toGroupId({ id }))?.message).toMatch(/ is not a group ID$/);
	}
});

it.each<[unknown]>([
	[{ id: 3071, name: 'Team' }],
	[{ id: '3071' }],
	[{ row_number: 2, groupId: '' }],
	[{ name: 'Team' }],
	[{}],
	[[{ id: 3071, groupId: '' }]],
	[{ chatId: '491701234567@c.us' }],
	[true],
	[[[TEAM]]],
])('in %j there is none, which is told with what came', (given) => {
	for (const read of [toGroupId, toGroupIds]) {
		const one = Array.isArray(given) ? (given[0] as unknown) : given;
		const shown = typeof one === 'string' ? one : JSON.stringify(one);
		expect(complaintOf(() => read(given))?.message).toBe(`"${shown}" is not a group ID`);
	}
});

it.each<[unknown]>([[null], [''], [' \u200b'], [[]], [['', null]], [[{}]]])(
	'nothing was chosen: %j',
	(given) => {
		expect(complaintOf(() => toGroupId(given))).toEqual({
			message: 'No group was chosen',
			description:
				'Choose a group from the list. A group ID looks like 120363041234567890@g.us. You find it in the output of "Group: Get Many".',
		});
		const isOfBlanks = Array.isArray(given) && given.length > 0;
		if (!isOfBlanks) expect(toGroupIds(given)).toEqual([]);
	},
);

it.each<[unknown]>([[['', null]], [[{}]], [[undefined]]])(
	'a list of blank entries only is not taken for no filter: %j',
	(given) => {
		expect(complaintOf(() => toGroupIds(given))?.message).toMatch(/ is not a group ID$/);
	},
);

it.each<[unknown]>([[[TEAM, CHOIR]], [[{ id: TEAM }, { groupId: CHOIR }]]])(
	'of several nobody can tell which is meant: %j',
	(given) => {
		expect(complaintOf(() => toGroupId(given))?.message).toMatch(
			/^Only one group can be used here, but several are in "/,
		);
	},
);

it.each<[unknown]>([
	[{ groupId: TEAM, id: CHOIR }],
	[{ groupId: TEAM.replace('@g.us', ''), id: 1_700_000_000_000 }],
])('in an object the surest name counts: %j', (given) => {
	expect(toGroupId(given)).toBe(TEAM);
});

it('says which field to take of an object', () => {
	const advice = /take the field that holds the ID, e\.g\. \{\{ \$json\.groupId \}\}\.$/;
	expect(complaintOf(() => toGroupId({ name: 'Team' }))?.description).toMatch(advice);
	expect(complaintOf(() => toGroupId('Team'))?.description).not.toMatch(advice);
	expect(complaintOf(() => toGroupId('[object Object]'))?.description).toContain('$json.groupId');
});

it('blank entries of a list are passed over, wherever they are', () => {
	const blank = fc.constantFrom<unknown>(
		'',
		null,
		undefined,
		' ',
		'\u200b',
		'\u00a0',
		{},
		{ id: '' },
	);
	const group = fc.constantFrom<unknown>(TEAM, USER, { groupId: TEAM }, { JID: TEAM });
	fc.assert(
		fc.property(fc.array(blank), group, fc.array(blank), (some, one, more) => {
			expect(toGroupIds([...some, one, ...more])).toEqual([TEAM]);
			expect(toGroupId([...some, one, ...more])).toBe(TEAM);
		}),
	);
});
