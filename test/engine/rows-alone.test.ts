import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { type Sandbox, startSandbox } from '../../sandbox';
import { byId, TEAM } from './operations/case';
import { runNode, type Setup } from './support/run';
import { MEMBERS, rows, sync } from './support/syncRows';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ webjsAddMs: 0 });
});
afterEach(() => sandbox.close());

const once = { executeOnce: true };

async function run(
	parameters: INodeParameters,
	items: IDataObject[],
	settings: Setup['settings'] = {},
) {
	return await runNode({ server: sandbox, parameters, items, settings });
}

const sent = (): string[] => sandbox.world.requests.map(({ method, url }) => `${method} ${url}`);

/** What gives one row, as n8n writes it and as people do. */
const OF_ONE_ROW = [
	'={{ $json.phone }}',
	'={{ $json["phone"] }}',
	'={{ $data.phone }}',
	'={{ $input.item.json.phone }}',
	"={{ $('Start').item.json.phone }}",
	'={{ $("Start").itemMatching($itemIndex).json.phone }}',
];

/** What gives the same row for each. */
const OF_THE_FIRST_ROW = [
	'={{ $input.first().json.phone }}',
	"={{ $('Start').first().json.phone }}",
	'={{ $("Start").itemMatching(0).json.phone }}',
	'={{ $("Start").all()[0].json.phone }}',
	'={{ $("Start").all().filter(() => true)[0].json.phone }}',
	'={{ $items("Start")[0].json.phone }}',
	'={{ $node["Start"].json.phone }}',
	'=+{{ $input.last().json.phone }}',
];

describe('Execute Once', () => {
	it.each([...OF_ONE_ROW, ...OF_THE_FIRST_ROW])(
		'the first row alone is never the whole list: %s',
		async (participants) => {
			for (const dryRun of [true, false]) {
				const parameters = { ...sync, participants, dryRun };
				const { error } = await run(parameters, rows(...MEMBERS.slice(0, 3)), once);
				expect(error?.message).toMatch(
					/^Execute Once is on, so the first of 3 rows alone would be the whole list$|^3 rows came in, and the list is the same single person for each of them: /,
				);
			}
			expect(sent()).toEqual([]);
		},
	);

	it('one row, or a list that was typed, is fine', async () => {
		const dryRun = { ...sync, dryRun: true };
		const alone = await run(dryRun, rows(MEMBERS.join()), once);
		expect([alone.error, alone.items]).toEqual([undefined, []]);
		const typed = await run({ ...dryRun, participants: MEMBERS.join() }, rows(1, 2, 3), once);
		expect([typed.error, typed.items]).toEqual([undefined, []]);
	});

	it.each([
		`={{ $('Start').all().map((row) => row.json.phone) }}`,
		`={{ $items("Start").flatMap((row) => row.json.phone) }}`,
	])('an expression that goes through all rows is fine, with and without it: %s', async (all) => {
		for (const settings of [once, {}]) {
			const parameters = { ...sync, participants: all };
			const { items, error } = await run(parameters, rows(...MEMBERS), settings);
			expect([error, items]).toEqual([undefined, []]);
		}
	});

	it('so is what stands for several people, or removes nobody', async () => {
		for (const participants of [
			`={{ ${JSON.stringify(MEMBERS)} }}`,
			`=${MEMBERS.join()}`,
			`={{ $("Start").first().json.all }}`,
			`={{ Array.from($("Start").all(), (row) => row.json.phone) }}`,
		]) {
			const items = MEMBERS.map((phone) => ({ phone, all: MEMBERS }));
			const ended = await run({ ...sync, participants }, items, once);
			expect([ended.error, ended.items]).toEqual([undefined, []]);
		}
		const parameters = { ...sync, participants: '={{ $("Start").first().json.phone }}' };
		const added = await run({ ...parameters, removeOthers: false }, rows(...MEMBERS), once);
		expect([added.error, added.items]).toEqual([undefined, []]);
	});
});

describe('an expression that takes one row for all of them', () => {
	it.each(OF_THE_FIRST_ROW)('is no list: %s', async (participants) => {
		// $node is the row itself, without Execute Once.
		const isRow = participants.includes('$node');
		for (const dryRun of [true, false]) {
			const parameters = { ...sync, participants, dryRun };
			const { items, error } = await run(parameters, rows(...MEMBERS));
			if (isRow) expect([error, items]).toEqual([undefined, []]);
			else
				expect(error?.message).toMatch(
					/^4 rows came in, and the list is the same single person for each of them: "49152000020\d\d@c\.us"$/,
				);
		}
		expect(sent().some((request) => request.startsWith('POST'))).toBe(false);
	});

	it('also where the rows are of several groups, each row with its error', async () => {
		const other = sandbox.world.addGroup({ members: MEMBERS });
		const parameters = { ...sync, groupId: byId('={{ $json.group }}') };
		const items = [TEAM, other].map((group) => ({ group, phone: MEMBERS[0] ?? '' }));
		const participants = '={{ $input.first().json.phone }}';
		const { items: ended } = await run({ ...parameters, participants }, items, {
			onError: 'continueRegularOutput',
		});
		expect(ended).toEqual(
			Array(2).fill({ error: expect.stringMatching(/^2 rows came in, and the list is the same/) }),
		);
		expect(sent()).toEqual([]);
	});

	it.each([...OF_ONE_ROW, "={{ $json['phone'] }}", '=+{{ $json.phone.trim() }}'])(
		'but the row may hold the same person for each: %s',
		async (participants) => {
			const other = sandbox.world.addGroup({ members: MEMBERS });
			const groupId = byId('={{ $json.group }}');
			const parameters = { ...sync, participants, groupId, dryRun: true };
			const items = [TEAM, other].map((group) => ({ group, phone: MEMBERS[0] ?? '' }));
			const { items: ended, error } = await run(parameters, items);
			expect(error).toBeUndefined();
			expect(ended).toHaveLength(6);
		},
	);

	it('does no harm where nobody is removed, and may be typed', async () => {
		const first = { ...sync, participants: '={{ $input.first().json.phone }}', dryRun: true };
		const added = await run({ ...first, removeOthers: false }, rows(...MEMBERS));
		expect([added.error, added.items]).toEqual([undefined, []]);
		const typed = await run({ ...first, participants: MEMBERS[0] ?? '' }, rows(1, 2));
		expect(typed.error).toBeUndefined();
		expect(typed.items).toHaveLength(3);
	});
});

it.each([...OF_ONE_ROW, ...OF_THE_FIRST_ROW])(
	'nobody on a row is ever removed: %s',
	async (participants) => {
		for (const settings of [{}, once])
			await run({ ...sync, participants, options: { maxRemovals: 9 } }, rows(...MEMBERS), settings);
		const { members } = sandbox.world.group(TEAM);
		const phones = [...members.values()]
			.filter(({ role }) => role !== 'left')
			.map(({ person }) => person.phone);
		expect(phones).toEqual(expect.arrayContaining(MEMBERS));
	},
);
