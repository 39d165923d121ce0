import type { WorkflowDraft, WorkflowNode } from '../../harness/n8n';
import { until } from '../../harness/n8n';
import { SEED } from '../../sandbox';
import { action, byId, chain, manual, rows } from './support/nodes';
import { inVersion } from './support/versions';
import type { E2eWorld } from './support/world';
import { openWorld } from './support/world';

let world: E2eWorld;

beforeAll(async () => {
	world = await openWorld();
});
beforeEach(() => {
	world.sandbox.world.configure({ latencyMs: 0 });
	world.sandbox.world.clearRequests();
});
afterAll(async () => await world.close());

const puts = () => world.sandbox.world.requests.filter(({ method }) => method === 'PUT');

function rename(onError?: string): WorkflowNode {
	const node = action(world.credential, {
		resource: 'group',
		operation: 'setSubject',
		groupId: byId('={{ $json.groupId }}'),
		subject: '={{ $json.subject }}',
	});
	return onError === undefined ? node : { ...node, onError };
}

const numbered = (count: number) =>
	Array.from({ length: count }, (_, at) => ({
		groupId: SEED.groups.team,
		subject: `Subject ${at + 1}`,
	}));

// Without it n8n 2.41 keeps nothing of an execution that was stopped; older ones do. Of the stopped node itself none does.
const saveExecutionProgress = inVersion(
	'2.41',
	true,
	false,
	'may show a run as running for ever that was stopped with _Save execution progress_ on',
);

describe("n8n's stop button", () => {
	it('ends a long run within one request, as stopped; the nodes before keep their items', async () => {
		world.sandbox.world.configure({ latencyMs: 150 });
		const draft = chain(manual(), ...rows(numbered(200)), rename());
		const settings = { executionOrder: 'v1', saveExecutionProgress };
		const workflow = await world.create({ ...draft, settings });
		const { executionId = '' } = await world.client.run(workflow, 'Manual');
		await until('Three requests', async () => (puts().length >= 3 ? true : undefined));
		await world.client.stopExecution(executionId);
		const sent = puts().length;
		const execution = await world.client.waitForExecution(executionId);
		expect(execution.status).toBe('canceled');

		// As long as three more requests would take.
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(puts().length).toBeLessThanOrEqual(sent + 1);
		expect(execution.items('Rows')).toHaveLength(200);
	});
});

describe('On Error › Continue (using error output)', () => {
	/** Both outputs of the node lead on, so that n8n has to tell them apart. */
	function withBothOutputs(list: unknown[]): WorkflowDraft {
		const [well, badly] = ['Well', 'Badly'].map((name) => ({ ...manual(name) }));
		if (!well || !badly) throw new Error('unreachable');
		const noOp = (node: WorkflowNode): WorkflowNode => ({
			...node,
			type: 'n8n-nodes-base.noOp',
		});
		const node = rename('continueErrorOutput');
		const draft = chain(manual(), ...rows(list), node);
		draft.nodes.push(noOp(well), noOp(badly));
		draft.connections[node.name] = {
			main: ['Well', 'Badly'].map((name) => [{ node: name, type: 'main', index: 0 }]),
		};
		return draft;
	}

	it('sends what failed there, with the fields of its input, and the rest on', async () => {
		const list = [
			{ groupId: SEED.groups.team, subject: 'One', row: 1 },
			{ groupId: 'no group', subject: 'Two', row: 2 },
			{ groupId: SEED.groups.team, subject: 'Three', row: 3 },
		];
		const workflow = await world.create(withBothOutputs(list));
		const execution = await world.client.runToEnd(workflow, 'Manual');
		expect(execution.status).toBe('success');
		expect(execution.items('Well').map(({ json }) => json['subject'])).toEqual(['One', 'Three']);
		expect(execution.items('Badly').map(({ json }) => json)).toEqual([
			{ ...list[1], error: expect.stringContaining('no group') },
		]);
	});
});
