import { type Execution, type WorkflowNode, pause, until } from '../../../harness/n8n';
import { SEED } from '../../../sandbox';
import { action, byId, chain, manual, rows } from '../../e2e/support/nodes';
import { type QueueStage, ranOnWorker } from '../support';

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

	/** n8n gives a pattern a quarter of a second, which a machine with much to do may not let it have. Nothing was sent then. */
	const isTooBusy = ({ error }: Execution): boolean =>
		error?.message === 'Regular expression execution timed out';

	async function run(...nodes: WorkflowNode[]): Promise<Execution> {
		const { world, queue } = stage();
		const workflow = await world.create(chain(manual(), ...nodes));
		const execution = await until('A run', async () => {
			const one = await world.client.runToEnd(workflow, 'Manual');
			return isTooBusy(one) ? undefined : one;
		});
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

	it('the stop button ends a long run on a worker within one request', async () => {
		const { world, queue } = stage();
		sandbox().configure({ latencyMs: 150 });
		sandbox().clearRequests();
		const puts = () => sandbox().requests.filter(({ method }) => method === 'PUT').length;
		const names = Array.from({ length: 200 }, (_, at) => ({ subject: `Subject ${at + 1}` }));
		const rename = group('setSubject', { subject: '={{ $json.subject }}' });
		const workflow = await world.create(chain(manual(), ...rows(names), rename));
		const { executionId = '' } = await world.client.run(workflow, 'Manual');
		await until('Three requests', () => (puts() >= 3 ? true : undefined));
		await world.client.stopExecution(executionId);
		// The main process tells the worker by Redis, which takes its moment.
		await pause(500);
		const sent = puts();
		expect((await world.client.waitForExecution(executionId)).status).toBe('canceled');
		await pause(1000);
		expect(puts()).toBeLessThanOrEqual(sent + 1);
		expect(sent).toBeLessThan(20);
		expect(ranOnWorker(queue, executionId)).toBe(true);
		sandbox().configure({ latencyMs: 0 });
	});
}
