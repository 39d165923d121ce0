import type { Delivery, Message, RequestEntry } from '../sandbox';
import type { GroupState } from './control';
import type { Execution, ExecutionSummary } from '../harness/n8n';
import { pause, until } from '../harness/n8n';
import { people } from './people';
import type { Stage } from './stage';

/** One thing that happened, with all that it set in motion. */
export interface Act {
	title: string;
	workflow: string;
	/** The events that WAHA sent to n8n. */
	deliveries: Delivery[];
	/** undefined where nothing was to start. */
	execution: Execution | undefined;
	/** What the workflow asked of WAHA. */
	requests: RequestEntry[];
	/** What people on WhatsApp got to read. */
	messages: Message[];
	before: GroupState;
	after: GroupState;
}

// Time in which an execution that should not start would have started.
const quietTime = 1500;

/** Somebody on the guest list joins: the welcome workflow greets them in the group. */
export async function joinAct(stage: Stage): Promise<Act> {
	const { welcome, client } = stage;
	return await record(stage, `+${people.newcomer} joins the group`, welcome.name, async () => {
		await stage.control.move('join', stage.group.id, [people.newcomer]);
		const [execution] = await client.waitForExecutions(welcome.id, 1);
		return execution;
	});
}

/** Somebody leaves: WAHA tells n8n, and no workflow starts, because none asked for it. */
export async function leaveAct(stage: Stage): Promise<Act> {
	const { welcome, client } = stage;
	const [leaver = ''] = people.guests;
	return await record(stage, `+${leaver} leaves the group`, welcome.name, async () => {
		const known = (await client.executions(welcome.id)).length;
		await stage.control.move('leave', stage.group.id, [leaver]);
		await stage.control.deliveries();
		await pause(quietTime);
		const all = await client.executions(welcome.id);
		if (all.length === known) return undefined;
		return await client.waitForExecution(all[0]?.id ?? '');
	});
}

/** The nightly workflow, run by hand: strangers go, the invite code is renewed. */
export async function tidyUpAct(stage: Stage): Promise<Act> {
	const { tidyUp, client } = stage;
	return await record(stage, 'The nightly tidy-up is run by hand', tidyUp.name, async () => {
		return await client.runToEnd(tidyUp, 'Run by Hand');
	});
}

/** What the live trigger found afterwards. */
export interface Absence {
	title: string;
	workflow: string;
	/** Those that started once WAHA was there again, oldest first. */
	executions: Execution[];
	/** What each of them says. */
	words: string[];
}

/** How many executions a workflow has once what happened before has started the last of them. */
async function settledCount({ client }: Stage, workflowId: string): Promise<number> {
	for (let before = -1; ; ) {
		const now = (await client.executions(workflowId)).length;
		if (now === before) return now;
		before = now;
		await pause(quietTime);
	}
}

/** WAHA is off the network while three people join and one leaves: each starts the live workflow afterwards, once. */
export async function unpluggedAct(stage: Stage, seconds: number): Promise<Absence> {
	const { client, control, group, live } = stage;
	const [, leaver = ''] = people.guests;
	const known = await settledCount(stage, live.id);
	await control.unplug(true);
	await pause((seconds * 1000) / 2);
	await control.move('join', group.id, people.late);
	await control.move('leave', group.id, [leaver]);
	await pause((seconds * 1000) / 2);
	await control.unplug(false);
	const since = async (): Promise<ExecutionSummary[]> => {
		const all = await client.executions(live.id);
		return all.slice(0, all.length - known).reverse();
	};
	const missed = people.late.length + 1;
	await until(
		'What was missed',
		async () => ((await since()).length >= missed ? true : undefined),
		{ timeout: 120_000, every: 500 },
	);
	await pause(quietTime);
	const executions = await Promise.all(
		(await since()).map(async ({ id }) => await client.waitForExecution(id)),
	);
	const words = executions.flatMap((one) =>
		one.json('In Words').map(({ what, when }) => `+${String(what)} ${String(when)}`),
	);
	const title = `WAHA is unplugged for ${seconds} seconds; meanwhile three people join and one leaves`;
	return { title, workflow: live.name, executions, words };
}

async function record(
	{ control, group }: Stage,
	title: string,
	workflow: string,
	happen: () => Promise<Execution | undefined>,
): Promise<Act> {
	const before = await control.group(group.id);
	const lastRequest = (await control.requests()).at(-1)?.n ?? 0;
	const lastMessage = (await control.messages()).at(-1)?.n ?? 0;
	const lastDelivery = (await control.deliveries()).at(-1)?.n ?? 0;
	const execution = await happen();
	// The sandbox notes a request's end a moment after its client has read the answer.
	const requests = await until('The end of all requests', async () => {
		const all = await control.requests(lastRequest);
		return all.every((one) => one.status !== null) ? all : undefined;
	});
	const deliveries = (await control.deliveries()).filter((one) => one.n > lastDelivery);
	const after = await control.group(group.id);
	const messages = await control.messages(lastMessage);
	return { title, workflow, deliveries, execution, requests, messages, before, after };
}
