import {
	NodeHelpers,
	type INode,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { NodeTypeInfo, WorkflowNode } from '../../../harness/n8n';
import { exampleFiles, fillIn, readExample } from '../../../demo/workflows';
import { importExample, itFor } from '../support/examples';
import { inVersion } from '../support/versions';
import { type E2eWorld, openWorld } from '../support/world';

let world: E2eWorld;
let types: NodeTypeInfo[];

beforeAll(async () => {
	world = await openWorld();
	types = await world.client.nodeTypes();
});
afterAll(async () => await world.close());

const typeOf = ({ type, typeVersion }: WorkflowNode): NodeTypeInfo | undefined =>
	types.find(({ name, version }) => name === type && [version].flat().includes(typeVersion));

/** What the editor would mark red in a node, credentials apart. */
function issuesOf(node: WorkflowNode): string[] {
	const type = typeOf(node);
	if (type === undefined) return [`${node.type} ${node.typeVersion} is not there`];
	const issues = NodeHelpers.getNodeParametersIssues(
		type.properties as INodeProperties[],
		{ ...node, id: node.id ?? '' } as INode,
		type as unknown as INodeTypeDescription,
	);
	return Object.entries(issues?.parameters ?? {}).map(
		([name, words]) => `${node.name}: ${name}: ${words.join('; ')}`,
	);
}

/** The parameters of a node, at the top, that its type does not know or would not show. */
function unknownIn(node: WorkflowNode): string[] {
	const type = typeOf(node);
	const known = NodeHelpers.getNodeParameters(
		(type?.properties ?? []) as INodeProperties[],
		node.parameters as INode['parameters'],
		true,
		false,
		{ typeVersion: node.typeVersion },
		(type ?? null) as unknown as INodeTypeDescription,
	);
	return Object.keys(node.parameters).filter((name) => !(name in (known ?? {})));
}

describe.each(exampleFiles())('examples/%s', (file) => {
	it('is imported as it is, and opens as it was', async () => {
		const example = readExample(file);
		const { id } = await world.create(example);
		const saved = await world.client.getWorkflow(id);
		const { name, nodes, connections } = example;
		expect(saved).toMatchObject({ name, connections, pinData: example.pinData ?? {} });
		expect(saved.nodes.map((node) => node.name)).toEqual(nodes.map((node) => node.name));
	});

	itFor(file)('uses nodes and fields that this n8n has, and fills in what they demand', () => {
		const group = { id: '120363041234567890@g.us', subject: 'Choir' };
		const { nodes } = fillIn(readExample(file), { ...world, group });
		expect(nodes.flatMap(issuesOf)).toEqual([]);
		expect(nodes.flatMap((node) => unknownIn(node).map((one) => `${node.name}: ${one}`))).toEqual(
			[],
		);
	});
});

const startsWithIssues = inVersion(
	'2.41',
	true,
	false,
	'does not start a workflow by hand in which a required field is empty',
);

describe('an example whose user has set nothing but the credential', () => {
	it.each([
		['group-equals-list.json', 'Run by Hand', '"Group" is required'],
		['quiet-hours.json', 'In the Evening', '"Group" is required'],
		['weekly-invite-link.json', 'Run by Hand', '"Group" is required'],
		['monthly-report.json', 'Run by Hand', '"Group" is required'],
		['broadcast.json', 'Run by Hand', 'none was entered'],
		['nightly-tidy-up.json', 'Run by Hand', '"Group" is required'],
		['project-groups.json', 'Run by Hand', undefined],
	])('%s changes nothing when it is run', async (file, trigger, told) => {
		world.sandbox.world.clearRequests();
		const workflow = await importExample(world, file, undefined);
		const run = world.client.runToEnd(workflow, trigger);
		if (told === '"Group" is required' && !startsWithIssues) {
			await expect(run).rejects.toThrow('The workflow has issues');
		} else {
			const execution = await run;
			expect(execution.status).toBe(told === undefined ? 'success' : 'error');
			if (told !== undefined) expect(execution.error?.message).toContain(told);
		}
		const changing = world.sandbox.world.requests.filter(({ method }) => method !== 'GET');
		expect(changing).toEqual([]);
	});

	it('ai-group-assistant.json asks for a model and sends nothing', async () => {
		world.sandbox.world.clearRequests();
		const example = fillIn(readExample('ai-group-assistant.json'), world);
		const workflow = await world.create({
			...example,
			pinData: { 'When a Chat Message Comes': [{ json: { chatInput: 'Hi', sessionId: '1' } }] },
		});
		const execution = await world.client.runToEnd(workflow, 'When a Chat Message Comes');
		expect(execution.status).toBe('error');
		expect(JSON.stringify(execution.error)).toMatch(/credential/i);
		expect(world.sandbox.world.requests).toEqual([]);
	});
});
