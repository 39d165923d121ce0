import { TriggerContext } from 'n8n-core';
import type { IDataObject, INode, INodeTypes, ITriggerResponse } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { WebSocket } from 'ws';

import { WahaGroupsLiveTrigger } from '../../../..';
import { type Sandbox, startSandbox } from '../../../../sandbox';
import { additionalData } from '../../support/run';

// Node has one of its own from 22 on.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket;

const people = (count: number, from = 0): string[] =>
	Array.from({ length: count }, (_, at) => `4915300${String(3000 + from + at)}`);

/** A published workflow: what it starts, and what n8n has stored of it. */
class Published {
	readonly items: IDataObject[] = [];

	private readonly workflow: Workflow;

	private response: ITriggerResponse | undefined;

	constructor(
		private readonly sandbox: Sandbox,
		groupId: string,
		stored: IDataObject = {},
	) {
		const node: INode = {
			id: 'live',
			name: 'Live',
			type: 'live',
			typeVersion: 1,
			position: [0, 0],
			parameters: {
				session: { __rl: true, mode: 'name', value: 'default' },
				events: ['join', 'leave'],
				filters: { groups: [groupId] },
				options: {},
			},
			credentials: { wahaApi: { id: '1', name: 'WAHA' } },
		};
		const type = new WahaGroupsLiveTrigger();
		const nodeTypes: INodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		};
		this.workflow = new Workflow({
			id: 'w',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			staticData: stored,
		});
	}

	async start(activation: 'activate' | 'init'): Promise<void> {
		const node = this.workflow.getNode('Live');
		if (node === null) throw new Error('unreachable');
		const { url, apiKey } = this.sandbox;
		const context = new TriggerContext(
			this.workflow,
			node,
			additionalData({ server: { url, apiKey } }),
			'trigger',
			activation,
			(data, _, done) => {
				for (const item of data.flat()) this.items.push(item.json);
				done?.resolve({} as never);
			},
		);
		this.response = await new WahaGroupsLiveTrigger().trigger.call(context);
	}

	/** What n8n has in its database. */
	get stored(): IDataObject {
		return JSON.parse(JSON.stringify(this.workflow.staticData)) as IDataObject;
	}

	async stop(): Promise<void> {
		await this.response?.closeFunction?.();
	}

	/** Waits for so many items, and gives those by event and person. */
	async told(count: number): Promise<string[]> {
		const until = Date.now() + 60_000;
		while (this.items.length < count && Date.now() < until)
			await new Promise((resolve) => setTimeout(resolve, 50));
		return this.items.map(({ event, phoneNumber, source, timestamp }) =>
			[event, phoneNumber, source === 'catchUp' && timestamp === null ? 'caught up' : source].join(
				' ',
			),
		);
	}
}

describe.each([
	['WEBJS', '2026.9.0'],
	['WPP', '2026.9.0'],
	['NOWEB', '2026.9.0'],
	['GOWS', '2026.9.0'],
] as const)('on %s %s', (engine, version) => {
	let sandbox: Sandbox;
	let groupId: string;
	const running: Published[] = [];

	const published = async (
		activation: 'activate' | 'init',
		stored?: IDataObject,
	): Promise<Published> => {
		const one = new Published(sandbox, groupId, stored);
		running.push(one);
		await one.start(activation);
		return one;
	};

	beforeEach(async () => {
		sandbox = await startSandbox({ engine, version });
		for (const hidden of [2, 11]) {
			const [phone = ''] = people(1, hidden);
			sandbox.world.setPerson(phone, { hidden: true });
		}
		groupId = sandbox.world.addGroup({ members: people(5) });
	});

	afterEach(async () => {
		for (const one of running.splice(0)) await one.stop();
		await sandbox.close();
	});

	it('three who joined and one who left while there was no connection start four runs, and nobody a second one', async () => {
		const { world } = sandbox;
		const first = await published('activate');
		world.sockets.cut();
		world.join(groupId, people(3, 10));
		world.leave(groupId, people(1, 2));
		const [ten = '', eleven = '', twelve = ''] = people(3, 10);
		const expected = [
			`join ${ten} caught up`,
			`join ${eleven} caught up`,
			`join ${twelve} caught up`,
			`leave ${people(1, 2)[0]} caught up`,
		].sort();
		expect((await first.told(4)).sort()).toEqual(expected);

		world.join(groupId, people(1, 20));
		expect((await first.told(5)).at(-1)).toBe(`join ${people(1, 20)[0]} v2`);
		await first.stop();

		// n8n was stopped meanwhile.
		world.leave(groupId, people(1, 20));
		const again = await published('init', first.stored);
		expect(await again.told(1)).toEqual([`leave ${people(1, 20)[0]} caught up`]);
	}, 120_000);
});
