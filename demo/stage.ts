import { SEED, type Sandbox, startSandbox } from '../sandbox';
import { type GroupState, SandboxControl } from './control';
import {
	type Login,
	N8nClient,
	type N8nInstall,
	type RunningN8n,
	type Workflow,
	type WorkflowDraft,
	ensureN8n,
	startN8n,
	until,
} from '../harness/n8n';
import { type Door, openDoor } from './door';
import { startQueue } from '../harness/queue';
import { people } from './people';
import {
	comingsAndGoings,
	exampleFiles,
	fillIn,
	firstWorkflow,
	readExample,
	setFields,
} from './workflows';

/** Everything that the demo runs on, started and connected. */
export interface Stage {
	/** The process with the editor. */
	n8n: RunningN8n;
	client: N8nClient;
	sandbox: Sandbox;
	control: SandboxControl;
	group: GroupState;
	welcome: Workflow;
	tidyUp: Workflow;
	/** Has the live trigger. */
	live: Workflow;
	/** The welcome workflow as imported, for its user to set up: the README's first workflow. */
	first: Workflow;
	/** Leads into it, to the panel of its trigger, without a login. */
	door: Door;
	/** The sandbox's page with the group that is there for it. */
	firstGroup: string;
	login: Login;
}

/** Which ports to take; undefined takes any free one. */
export interface StageOptions {
	/** Whether n8n runs in queue mode. */
	queue?: boolean;
	n8nPort?: number;
	sandboxPort?: number;
	report: (line: string) => void;
	/** Called with each started part at once, so that an early end can tidy it up. */
	opened: (close: () => Promise<void>) => void;
}

const login: Login = { email: 'demo@example.com', password: 'WahaGroups1' };

/** Starts sandbox and n8n, makes owner, credential and group, imports the examples and activates two, and one with the live trigger. */
export async function openStage(options: StageOptions): Promise<Stage> {
	const { report, opened } = options;
	const install = await ensureN8n(report);
	const sandbox = await startSandbox({ port: options.sandboxPort ?? 0, version: '2026.9' });
	opened(() => sandbox.close());
	report(`Sandbox: a WAHA without a phone, ${sandbox.url}`);
	const n8n = await openN8n(options, install);
	report(`n8n ${install.version}: ${n8n.url}`);
	const client = new N8nClient(n8n.url);
	await client.setupOwner(login);
	const control = new SandboxControl(sandbox.url);
	const group = await control.addGroup(choir());
	const { welcome, tidyUp, live, first } = await importExamples(client, sandbox, group);
	await until('The session being back after its restart', async () =>
		(await control.session('default')).status === 'WORKING' ? true : undefined,
	);
	report(
		'Owner and credential made; all examples imported, two of them activated; one workflow listens live',
	);
	const door = await openDoor(client.http.cookie, panelOf(n8n.url, first, 'A Member Joins'));
	opened(async () => await door.close());
	const firstGroup = `${sandbox.url}/#${encodeURIComponent(SEED.groups.team)}`;
	return {
		n8n,
		client,
		sandbox,
		control,
		group,
		welcome,
		tidyUp,
		live,
		first,
		door,
		firstGroup,
		login,
	};
}

/** The address at which n8n shows a workflow with a node's panel open. */
function panelOf(n8nUrl: string, { id, nodes }: Workflow, name: string): string {
	const node = nodes.find((one) => one.name === name);
	if (node?.id === undefined) throw new Error(`The workflow has no node "${name}"`);
	return `${n8nUrl}/workflow/${id}/${node.id}`;
}

/** n8n as one process, or in queue mode; gives the process with the editor. */
async function openN8n(options: StageOptions, install: N8nInstall): Promise<RunningN8n> {
	const { queue, n8nPort: port, report, opened } = options;
	if (!queue) {
		report('Starting n8n with the packed package installed (about ten seconds) …');
		return await startN8n({ install, port, started: (one) => opened(() => one.stop()) });
	}
	report('Starting n8n in queue mode with the packed package installed (about half a minute) …');
	const { main, workers, webhooks, url } = await startQueue({ port, report, opened });
	const counted = `one main, ${workers.length} workers, ${webhooks.length} webhook processes`;
	report(`Queue mode: ${counted}; WAHA calls the proxy in front of them, ${url}`);
	return main;
}

function choir(): Parameters<SandboxControl['addGroup']>[0] {
	return {
		subject: 'Choir',
		description: 'Rehearsal every Tuesday at 19:30',
		members: [
			{ id: 'default', role: 'superadmin' },
			...people.guests,
			...people.strangers,
			people.hidden,
		],
	};
}

const played = { welcome: 'welcome-new-members.json', tidyUp: 'nightly-tidy-up.json' };

/** Imports all examples; those that are played are activated, the others wait to be looked at. */
async function importExamples(
	client: N8nClient,
	sandbox: Sandbox,
	group: GroupState,
): Promise<Pick<Stage, 'welcome' | 'tidyUp' | 'live' | 'first'>> {
	const data = { url: sandbox.url, apiKey: sandbox.apiKey, allowUnauthorizedCerts: false };
	const credential = await client.createCredential('WAHA account', 'wahaApi', data);
	const tested = await client.testCredential(credential);
	if (tested.status !== 'OK') throw new Error(`The credential's test failed: ${tested.message}`);
	const guests = [...people.guests, people.newcomer].join(', ');
	const choose = async (draft: WorkflowDraft): Promise<Workflow> =>
		await client.createWorkflow(fillIn(draft, { credential, group }));
	const welcome = await choose(readExample(played.welcome));
	const tidyUp = await choose(setFields(readExample(played.tidyUp), { guests }));
	for (const file of exampleFiles()) {
		if (!Object.values(played).includes(file)) await choose(readExample(file));
	}
	const first = await client.createWorkflow(firstWorkflow(credential));
	await client.activate(welcome.id);
	await client.activate(tidyUp.id);
	const live = await client.createWorkflow(comingsAndGoings(credential, group));
	await client.activate(live.id);
	return { welcome, tidyUp, live, first };
}
