import fs from 'node:fs';
import path from 'node:path';
import type { WorkflowNode } from '../../harness/n8n';
import {
	exampleFiles,
	fillIn,
	lacksGroup,
	packageName,
	readExample,
	setFields,
	settingsNode,
} from '../../demo/workflows';

const files = exampleFiles();
const read = (file: string): string =>
	fs.readFileSync(path.resolve(__dirname, '../..', file), 'utf8');
const isNote = ({ type }: WorkflowNode): boolean => type === 'n8n-nodes-base.stickyNote';
const text = ({ parameters }: WorkflowNode): string => String(parameters.content);

/** Where a node lies on the canvas; a node's own label hangs below it. */
function area({ position: [x, y], parameters, type }: WorkflowNode) {
	const isSmall = type !== 'n8n-nodes-base.stickyNote';
	const [width, height] = isSmall
		? [96, 128]
		: [Number(parameters.width), Number(parameters.height)];
	return { left: x, right: x + width, top: y, bottom: y + height };
}

function overlap(one: WorkflowNode, other: WorkflowNode): boolean {
	const [a, b] = [area(one), area(other)];
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

it('there are enough of them', () => {
	expect(files.length).toBeGreaterThanOrEqual(12);
});

describe.each(files)('examples/%s', (file) => {
	const example = readExample(file);
	const notes = example.nodes.filter(isNote);
	const others = example.nodes.filter((node) => !isNote(node));

	it('is explained by sticky notes, the first of which tells how to use it', () => {
		expect(notes.length).toBeGreaterThanOrEqual(2);
		const [first] = notes;
		if (first === undefined) throw new Error('No note');
		expect(text(first)).toContain(`## ${example.name}`);
		expect(text(first)).toMatch(/\*\*Before the first run\*\*\n1\. /);
		expect(text(first)).toContain('**Good to know**');
	});

	it('names in its notes only nodes and settings that are there', () => {
		const known = JSON.stringify(others);
		const fields = notes.flatMap((note) => text(note).match(/\*\*[a-z]+[A-Z]?\w*\*\*/g) ?? []);
		for (const field of fields) {
			expect(known).toContain(`"name":"${field.replaceAll('*', '')}"`);
		}
	});

	it('has nothing of ours in it', () => {
		const raw = read(`examples/${file}`);
		expect(raw).not.toMatch(/CUSTOM\.|webhookId|instanceId|versionId|sandbox|127\.0\.0\.1/);
		for (const { credentials = {} } of others) {
			for (const { id, name } of Object.values(credentials)) {
				expect({ id, name }).toEqual({ id: null, name: 'WAHA account' });
			}
		}
	});

	it('uses the types of the package as people have them', () => {
		const ours = others.filter(({ type }) => type.includes('waha'));
		expect(ours.length).toBeGreaterThan(0);
		const names = ['wahaGroups', 'wahaGroupsTrigger', 'wahaGroupsTool'];
		expect(names.map((name) => `${packageName}.${name}`)).toEqual(
			expect.arrayContaining(ours.map(({ type }) => type)),
		);
	});

	it('has each node once, connected, and none lying on another', () => {
		const names = example.nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		const targets = Object.values(example.connections)
			.flatMap((kinds) => Object.values(kinds))
			.flat()
			.flatMap((list) => (list ?? []).map(({ node }) => node));
		expect(names).toEqual(
			expect.arrayContaining([...Object.keys(example.connections), ...targets]),
		);
		const linked = new Set([...Object.keys(example.connections), ...targets]);
		expect(others.map(({ name }) => name).filter((name) => !linked.has(name))).toEqual([]);
		const pairs = example.nodes.flatMap((one, at) =>
			example.nodes
				.slice(at + 1)
				.filter((other) => overlap(one, other))
				.map((other) => `${one.name} lies on ${other.name}`),
		);
		expect(pairs).toEqual([]);
	});

	it('needs no HTTP Request node, no address, and no ID to be typed', () => {
		expect(others.filter(({ type }) => type.endsWith('.httpRequest'))).toEqual([]);
		expect(read(`examples/${file}`)).not.toMatch(/wahaUrl|localhost|PUT-YOUR/);
	});

	it('says in its first note where to choose the group', () => {
		const [first] = notes;
		for (const { name } of others.filter(lacksGroup)) {
			expect(first && text(first)).toMatch(new RegExp(`In \\*${name}\\*[^.]*, choose `));
		}
		const told = notes.slice(1).filter((note) => /^### Choose /.test(text(note)));
		expect(told).toHaveLength(others.filter(lacksGroup).length);
	});

	it('is not active, and is filled in whole', () => {
		expect(example).toMatchObject({ active: false });
		const data = { url: 'http://waha:3000' };
		const credential = { id: 'c1', name: 'WAHA API', type: 'wahaApi', data };
		const filled = fillIn(example, { credential, group: { id: '1@g.us', subject: 'Choir' } });
		expect(filled.nodes.filter(lacksGroup)).toEqual([]);
		const withCredential = filled.nodes.filter(({ type }) => type.startsWith(`${packageName}.`));
		expect(withCredential.map(({ credentials }) => credentials?.wahaApi?.id)).toEqual(
			withCredential.map(() => 'c1'),
		);
	});

	it('stands in docs/examples.md by name and file', () => {
		const page = read('docs/examples.md');
		expect(page).toContain(`(../examples/${file})`);
		expect(page).toContain(example.name);
	});
});

it('only groups that nobody has chosen yet are filled in', () => {
	const group = { id: '1@g.us', subject: 'Choir' };
	const data = { url: 'http://waha:3000' };
	const credential = { id: 'c1', name: 'WAHA API', type: 'wahaApi', data };
	const filled = fillIn(readExample('nightly-tidy-up.json'), { credential, group });
	const chosen = filled.nodes.flatMap(({ name, parameters: { groupId } }) =>
		groupId === undefined ? [] : [[name, groupId]],
	);
	const list = { __rl: true, mode: 'list', value: '1@g.us', cachedResultName: 'Choir' };
	expect(chosen).toMatchObject([
		['Compare', list],
		['Remove Them', { mode: 'id' }],
		['Renew the Invite Link', { mode: 'id' }],
	]);
	const [trigger] = fillIn(readExample('raid-guard.json'), { credential, group }).nodes.filter(
		({ type }) => type.endsWith('Trigger'),
	);
	expect(trigger?.parameters.filters).toEqual({ groups: ['1@g.us'], ignoreOwnActions: true });
});

it('the README links the page on the examples', () => {
	expect(read('README.md')).toContain('(docs/examples.md)');
});

it('values for settings are put in, and a setting that is not there is told', () => {
	const draft = setFields(readExample('nightly-tidy-up.json'), { guests: 'x' });
	const settings = draft.nodes.find(({ name }) => name === settingsNode);
	expect(JSON.stringify(settings?.parameters)).toContain('"name":"guests","value":"x"');
	expect(() => setFields(draft, { guest: 'x' })).toThrow(/no field guest$/);
});
