import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

/** One operation with a run of it. */
export interface DocumentedRun {
	resource: string;
	operation: string;
	parameters: INodeParameters;
	items: IDataObject[];
}

interface Choice {
	name: string;
	value: string;
	description: string;
}

/** The choices of a list in the editor. */
function choicesOf({ options }: INodeProperties): Choice[] {
	return (options ?? []).flatMap((option) =>
		'value' in option
			? [{ name: option.name, value: String(option.value), description: option.description ?? '' }]
			: [],
	);
}

function isShown(
	{ displayOptions }: INodeProperties,
	resource: string,
	operation: string,
): boolean {
	const { show } = displayOptions ?? {};
	const [resources, operations] = [
		show?.resource ?? show?.['/resource'],
		show?.operation ?? show?.['/operation'],
	];
	return (
		(resources === undefined || resources.includes(resource)) &&
		(operations === undefined || operations.includes(operation))
	);
}

function defaultOf({ default: initial }: INodeProperties): string {
	if (initial === '' || initial === undefined || typeof initial === 'object') return '';
	return `\`${String(initial)}\``;
}

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');

function row(property: INodeProperties): string {
	const { displayName, name, description = '' } = property;
	return `| ${cell(displayName)} | \`${name}\` | ${cell(description)} | ${defaultOf(property)} |`;
}

/** A parameter as people see it: what was picked or typed, without the editor's wrapping. */
function plain(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || !('__rl' in value)) return value;
	return 'value' in value ? value.value : value;
}

const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

/** At most two items, so that the page stays readable. */
function output(items: readonly IDataObject[]): string {
	const more = items.length - 2;
	const told = more > 0 ? `\n\n… and ${more} more ${more === 1 ? 'item' : 'items'}.` : '';
	return `${items.slice(0, 2).map(json).join('\n\n')}${told}`;
}

function section(
	properties: readonly INodeProperties[],
	choice: Choice,
	run: DocumentedRun,
): string {
	const { resource, operation, parameters, items } = run;
	const hidden = ['resource', 'operation', 'session', 'options'];
	const fields = properties.filter(
		(property) => !hidden.includes(property.name) && isShown(property, resource, operation),
	);
	const input = Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [name, plain(value)]),
	);
	return [
		`### ${choice.name}`,
		choice.description.replace(/\.?$/, '.'),
		`Stored as \`${resource}\` / \`${operation}\`.`,
		...(fields.length === 0
			? []
			: [
					[
						'| Field | Name | What it is | Default |',
						'| --- | --- | --- | --- |',
						...fields.map(row),
					].join('\n'),
				]),
		...(Object.keys(input).length === 0 ? [] : [`Example input:\n\n${json(input)}`]),
		`Output:\n\n${output(items)}`,
	].join('\n\n');
}

function optionTable(properties: readonly INodeProperties[]): string {
	const collection = properties.find(({ name }) => name === 'options');
	const options = (collection?.options ?? []).flatMap((option) =>
		'type' in option ? [option] : [],
	);
	const rows = options.map((option) => {
		const { show } = option.displayOptions ?? {};
		const where =
			show === undefined ? 'all' : `${list(show['/resource'])}: ${list(show['/operation'])}`;
		return `| ${cell(option.displayName)} | \`${option.name}\` | ${cell(option.description ?? '')} | ${defaultOf(option)} | ${where} |`;
	});
	return [
		'| Option | Name | What it does | Default | Offered by |',
		'| --- | --- | --- | --- | --- |',
		...rows,
	].join('\n');
}

function list(values: unknown): string {
	return Array.isArray(values) ? values.map((value) => `\`${String(value)}\``).join(', ') : '';
}

const HEAD = `# Operations of the WAHA Groups node

<!-- Made by \`npm run docs\` from the node itself and from real runs of it. Changes by hand are overwritten. -->

Every operation also has *Session*: which WhatsApp account acts. Groups are chosen *From List* or *By ID*
(\`120363041234567890@g.us\`, with or without \`@g.us\`). The outputs below came from the sandbox with the engine WEBJS;
other engines give the same shape.`;

const REASONS = `## Results for participants

*Add*, *Remove*, *Promote*, *Demote* and *Sync* give one item for each participant, in the order given. A participant that
WhatsApp refused is \`success: false\` with a \`code\` and a \`reason\`; the node does not fail for it.

| Code | What it means |
| --- | --- |
| 200 | done |
| 403 | can only be added by private invitation (\`inviteSent\` says whether one was sent), or the account is no admin |
| 404 | is not on WhatsApp, or not in the group |
| 408 | left the group recently and cannot be added yet |
| 409 | is a member already |
| 417 | cannot be added to this community |
| 419 | the group is full |

\`success: null\` means that nobody can tell: the connection broke off, or the server did not say.`;

/** The page that documents every operation. In: the node's properties, and a run of each operation. */
export function operationDocs(
	properties: readonly INodeProperties[],
	runs: readonly DocumentedRun[],
): string {
	const resources = properties.filter(({ name }) => name === 'resource').flatMap(choicesOf);
	const chapters = resources.map((resource) => {
		const selects = properties.filter(
			({ name, displayOptions }) =>
				name === 'operation' && displayOptions?.show?.resource?.includes(resource.value),
		);
		const sections = selects.flatMap(choicesOf).map((choice) => {
			const run = runs.find(
				(one) => one.resource === resource.value && one.operation === choice.value,
			);
			if (!run) throw new Error(`There is no run of ${resource.value} ${choice.value} to document`);
			return section(properties, choice, run);
		});
		return [`## ${resource.name}`, `${resource.description}.`, ...sections].join('\n\n');
	});
	return `${[HEAD, ...chapters, REASONS, '## Options', optionTable(properties)].join('\n\n')}\n`;
}
