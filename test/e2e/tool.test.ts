import { randomUUID } from 'node:crypto';

import type { WorkflowDraft, WorkflowNode } from '../../harness/n8n';
import { SEED } from '../../sandbox';
import type { ChatModel } from './support/chatModel';
import { startChatModel } from './support/chatModel';
import { manual, session, types } from './support/nodes';
import { itSince } from './support/versions';
import type { E2eWorld } from './support/world';
import { openWorld } from './support/world';

let world: E2eWorld;
let model: ChatModel | undefined;

beforeAll(async () => {
	world = await openWorld();
});
afterEach(async () => await model?.close());
afterAll(async () => await world.close());

const fromAi = (name: string, what: string) =>
	`={{ $fromAI('${name}', ${JSON.stringify(what)}, 'string') }}`;

/** n8n's AI Agent with the scripted model and one WAHA Groups tool. */
async function agentWith(
	args: unknown,
	parameters: Record<string, unknown>,
	settings: Partial<WorkflowNode> = {},
): Promise<WorkflowDraft> {
	model = await startChatModel(args);
	const openAi = await world.client.createCredential('Scripted model', 'openAiApi', {
		apiKey: 'none',
		url: model.url,
	});
	const base = { typeVersion: 1, position: [0, 0] as [number, number] };
	const nodes: WorkflowNode[] = [
		manual(),
		{
			...base,
			id: randomUUID(),
			name: 'Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 3,
			parameters: { promptType: 'define', text: 'Do what you were told.', options: {} },
		},
		{
			...base,
			id: randomUUID(),
			name: 'Model',
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.2,
			parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
			credentials: { openAiApi: { id: openAi.id, name: openAi.name } },
		},
		{
			...base,
			id: randomUUID(),
			name: 'Group Tool',
			type: types.tool,
			parameters: { session: session(), options: {}, ...parameters },
			credentials: { wahaApi: { id: world.credential.id, name: world.credential.name } },
			...settings,
		},
	];
	return {
		name: `agent ${randomUUID().slice(0, 8)}`,
		nodes,
		connections: {
			Manual: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			'Group Tool': { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
	};
}

const groupFromAi = {
	groupId: { __rl: true, mode: 'id', value: fromAi('groupId', 'The ID of the group') },
};

it("n8n's AI Agent renames a group with the node as its tool", async () => {
	const draft = await agentWith(
		{ groupId: SEED.groups.team, subject: 'Named by an agent' },
		{
			resource: 'group',
			operation: 'setSubject',
			...groupFromAi,
			subject: fromAi('subject', 'The new name'),
		},
	);
	const execution = await world.client.runToEnd(await world.create(draft), 'Manual');
	expect(execution.status).toBe('success');
	expect((await world.control.group(SEED.groups.team)).subject).toBe('Named by an agent');
	expect(model?.requests).toHaveLength(2);
	const [offered] = model?.requests[0]?.tools ?? [];
	expect(offered?.function.parameters).toMatchObject({
		properties: {
			groupId: { type: 'string', description: 'The ID of the group' },
			subject: { type: 'string', description: 'The new name' },
		},
	});
	expect(JSON.stringify(model?.requests[1]?.messages)).toContain('Named by an agent');
});

it('the agent adds people whose numbers the model wrote as one text', async () => {
	const draft = await agentWith(
		{ groupId: SEED.groups.team, participants: '+49 170 0000123, +49 170 0000124' },
		{
			resource: 'participants',
			operation: 'add',
			...groupFromAi,
			participants: fromAi('participants', 'Phone numbers, separated by commas'),
		},
	);
	const execution = await world.client.runToEnd(await world.create(draft), 'Manual');
	expect(execution.status).toBe('success');
	const phones = (await world.control.group(SEED.groups.team)).members.map(({ phone }) => phone);
	expect(phones).toEqual(expect.arrayContaining(['491700000123', '491700000124']));
});

const itGoesOn = itSince('2.41', 'ends the whole run when a tool of an AI Agent fails');

/** The model gives a number without its country code. In: how the tool is set. */
async function isToldOfTheNumber(settings: Partial<WorkflowNode>): Promise<void> {
	world.sandbox.world.clearRequests();
	const draft = await agentWith(
		{ groupId: SEED.groups.team, participants: '0170 1234567' },
		{
			resource: 'participants',
			operation: 'add',
			...groupFromAi,
			participants: fromAi('participants', 'Phone numbers, separated by commas'),
		},
		settings,
	);
	await world.client.runToEnd(await world.create(draft), 'Manual');
	expect(JSON.stringify(model?.requests[1]?.messages)).toContain('country code is missing');
	expect(world.sandbox.world.requests).toEqual([]);
}

itGoesOn('the agent is told what is wrong with a number, and nothing is sent', async () => {
	await isToldOfTheNumber({});
});

it('so it is where the tool is set to continue on errors', async () => {
	await isToldOfTheNumber({ onError: 'continueRegularOutput' });
});

/** A field as the editor fills it when somebody clicks the button with the stars: its name is all that the model gets. */
const byButton = (displayName: string, type = 'string') =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${displayName.replace(/\W+/g, '_')}', \`\`, '${type}') }}`;

it('the model is told by name and description alone what a tool does and takes', async () => {
	world.sandbox.world.clearRequests();
	const phones = '+49 170 0000125';
	const draft = await agentWith(
		{ Group: SEED.groups.team, Participants: phones },
		{
			resource: 'participants',
			operation: 'add',
			groupId: { __rl: true, mode: 'id', value: byButton('Group') },
			participants: byButton('Participants'),
		},
	);
	const execution = await world.client.runToEnd(await world.create(draft), 'Manual');
	expect(execution.status).toBe('success');
	const [offered] = model?.requests[0]?.tools ?? [];
	expect(offered?.function).toMatchObject({
		name: 'Group_Tool',
		description: 'Add members to a group in WAHA Groups',
		parameters: {
			type: 'object',
			properties: { Group: { type: 'string' }, Participants: { type: 'string' } },
			required: ['Group', 'Participants'],
		},
	});
	const answer = model?.requests[1]?.messages.at(-1)?.content;
	expect(JSON.parse(String(answer))).toEqual([
		{
			groupId: SEED.groups.team,
			participantId: '491700000125@c.us',
			success: true,
			code: 200,
			reason: null,
			inviteSent: false,
		},
	]);
});

itGoesOn('the agent is told where to find an ID when the model gives a name', async () => {
	world.sandbox.world.clearRequests();
	const draft = await agentWith(
		{ Group: 'Team Berlin', Admins_Only: true },
		{
			resource: 'group',
			operation: 'setMessagesAdminOnly',
			groupId: { __rl: true, mode: 'id', value: byButton('Group') },
			adminsOnly: byButton('Admins Only', 'boolean'),
		},
	);
	await world.client.runToEnd(await world.create(draft), 'Manual');
	const answer = JSON.stringify(model?.requests[1]?.messages.at(-1));
	expect(answer).toContain('Team Berlin');
	expect(answer).toContain('is not a group ID. A group ID looks like 120363041234567890@g.us.');
	expect(world.sandbox.world.requests).toEqual([]);
});

it('the groups that a model gets are short: no members unless asked for', async () => {
	const draft = await agentWith({}, { resource: 'group', operation: 'getAll', options: {} });
	await world.client.runToEnd(await world.create(draft), 'Manual');
	const answer = JSON.stringify(model?.requests[1]?.messages.at(-1));
	expect(answer).toContain(SEED.groups.team);
	expect(answer).not.toContain('participantId');
});

it('the agent sends a message with words that the model wrote, once', async () => {
	const draft = await agentWith(
		{ Group: SEED.groups.team, Text: 'The meeting begins at six.' },
		{
			resource: 'message',
			operation: 'send',
			groupId: { __rl: true, mode: 'id', value: byButton('Group') },
			text: byButton('Text'),
		},
	);
	const execution = await world.client.runToEnd(await world.create(draft), 'Manual');
	expect(execution.status).toBe('success');
	expect(world.sandbox.world.messages.list()).toMatchObject([
		{ chatId: SEED.groups.team, text: 'The meeting begins at six.' },
	]);
	const answer = JSON.parse(String(model?.requests[1]?.messages.at(-1)?.content));
	expect(answer).toMatchObject([{ success: true, chatId: SEED.groups.team }]);
});
