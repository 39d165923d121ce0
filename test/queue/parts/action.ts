import { type Execution, type WorkflowNode, until } from '../../../harness/n8n';
import { SEED } from '../../../sandbox';
import { action, byId, chain, manual, rows } from '../../e2e/support/nodes';
import { type QueueStage, patience, ranOnWorker } from '../support';

const [anna = '', bert = '', ...others]: readonly string[] = SEED.phones.members;

/** What the action node does on a worker. */
export function actionTests(stage: () => QueueStage): void {
	const sandbox = () => stage().world.sandbox.world;
	const group = (operation: string, parameters: object = {}): WorkflowNode =>
		action(stage().world.credential, {
			resource: 'group',
			operation,
			groupId: byId(SEED.groups.team),
			...parameters,
		});

	afterEach(() => sandbox().configure({ latencyMs: 0 }));

	async function run(...nodes: WorkflowNode[]): Promise<Execution> {
		const { world, queue } = stage();
		const workflow = await world.create(chain(manual(), ...nodes));
		const execution = await world.client.runToEnd(workflow, 'Manual');
		expect(execution.error).toBeUndefined();
		expect(execution.status).toBe('success');
		expect(ranOnWorker(queue, execution.id)).toBe(true);
		return execution;
	}

	it('reads', async () => {
		const execution = await run(group('get'));
		expect(execution.json('WAHA Groups')).toEqual([
			expect.objectContaining({ groupId: SEED.groups.team, subject: 'Team Berlin' }),
		]);
	});

	it('writes', async () => {
		await run(group('setDescription', { description: 'From a worker' }));
		expect(sandbox().groups.get(SEED.groups.team)?.description).toBe('From a worker');
	});

	it('takes rows together: a sync removes nobody who is on any of them', async () => {
		const sync = group('sync', {
			resource: 'participants',
			participants: '={{ $json.phone }}',
			removeOthers: true,
		});
		const execution = await run(...rows([{ phone: anna }, { phone: bert }]), sync);
		const results = execution.json('WAHA Groups').map(({ action: done, participantId }) => ({
			done,
			participantId,
		}));
		expect(results).toEqual(
			others.map((phone) => ({ done: 'remove', participantId: `${phone}@c.us` })),
		);
	});

	it('sends a message, once', async () => {
		await run(group('send', { resource: 'message', text: 'From a worker', mentions: anna }));
		const texts = sandbox()
			.messages.list()
			.map(({ text }) => text);
		expect(texts).toEqual([`From a worker @${anna}`]);
	});

	it('the stop button ends a long run on a worker', async () => {
		const { world, queue } = stage();
		sandbox().configure({ latencyMs: 150 });
		sandbox().clearRequests();
		const puts = () => sandbox().requests.filter(({ method }) => method === 'PUT').length;
		const names = Array.from({ length: 1000 }, (_, at) => ({ subject: `Subject ${at + 1}` }));
		const rename = group('setSubject', { subject: '={{ $json.subject }}' });
		const workflow = await world.create(chain(manual(), ...rows(names), rename));
		const { executionId = '' } = await world.client.run(workflow, 'Manual');
		await until('Three requests', () => (puts() >= 3 ? true : undefined));
		await world.client.stopExecution(executionId);
		expect((await world.client.waitForExecution(executionId)).status).toBe('canceled');
		// The main process tells the worker by Redis, which takes its moment.
		let sent = -1;
		const isQuiet = (): true | undefined => {
			const before = sent;
			sent = puts();
			return sent === before ? true : undefined;
		};
		await until('No more requests', isQuiet, { ...patience, every: 2000 });
		expect(sent).toBeLessThan(names.length);
		expect(ranOnWorker(queue, executionId)).toBe(true);
	});
}
