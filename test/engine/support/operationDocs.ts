import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import { jsonBlock, table } from './markdown';

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
	const { show, hide } = displayOptions ?? {};
	const [resources, operations] = [
		show?.resource ?? show?.['/resource'],
		show?.operation ?? show?.['/operation'],
	];
	return (
		(resources === undefined || resources.includes(resource)) &&
		(operations === undefined || operations.includes(operation)) &&
		!hide?.['/operation']?.includes(operation)
	);
}

function defaultOf({ default: initial, required }: INodeProperties): string {
	if (initial === '' || initial === undefined || typeof initial === 'object')
		return required ? 'must be filled' : '';
	return `\`${String(initial)}\``;
}

function row(property: INodeProperties): string[] {
	const { displayName, name, description = '', hint } = property;
	const told = hint === undefined ? description : `${description} ${hint}`;
	return [displayName, `\`${name}\``, told, defaultOf(property)];
}

/** The fields of a collection; none of anything else. */
function fieldsIn({ type, options = [] }: INodeProperties): INodeProperties[] {
	return type === 'collection' ? options.flatMap((one) => ('type' in one ? [one] : [])) : [];
}

/** A field, and behind it what a collection has in it. */
function rows(property: INodeProperties): string[][] {
	const inside = fieldsIn(property).map((one) => ({
		...one,
		displayName: `${property.displayName} › ${one.displayName}`,
		name: `${property.name}.${one.name}`,
	}));
	return [property, ...inside].map(row);
}

/** What the node offers under Options, each as a field of its own. */
function optionsOf(properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.filter(({ name }) => name === 'options').flatMap(fieldsIn);
}

/** A parameter as people see it: what was picked or typed, without the editor's wrapping. */
function plain(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || !('__rl' in value)) return value;
	return 'value' in value ? value.value : value;
}

/** At most two items, so that the page stays readable. */
function output(items: readonly IDataObject[]): string {
	const more = items.length - 2;
	const told = more > 0 ? `\n\n… and ${more} more ${more === 1 ? 'item' : 'items'}.` : '';
	return `${items.slice(0, 2).map(jsonBlock).join('\n\n')}${told}`;
}

/** Unlike "Get Many" alone, unique on the page, and so is its anchor. */
const headingOf = (resourceName: string, { name }: Choice): string => `${resourceName} › ${name}`;

/** GitHub's anchor of such a heading. */
const anchorOf = (heading: string): string =>
	`#${heading.toLowerCase().replace(' › ', '--').replaceAll(' ', '-')}`;

function section(
	properties: readonly INodeProperties[],
	resourceName: string,
	choice: Choice,
	run: DocumentedRun,
): string {
	const { resource, operation, parameters, items } = run;
	const hidden = ['resource', 'operation', 'session', 'options'];
	const fields = properties.filter(
		(property) =>
			property.type !== 'notice' &&
			!hidden.includes(property.name) &&
			isShown(property, resource, operation),
	);
	const input = Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [name, plain(value)]),
	);
	const options = optionsOf(properties)
		.filter((option) => isShown(option, resource, operation))
		.map(({ displayName }) => `*${displayName}*`);
	return [
		`### ${headingOf(resourceName, choice)}`,
		choice.description.replace(/\.?$/, '.'),
		`Stored as \`${resource}\` / \`${operation}\`.`,
		...(fields.length === 0
			? []
			: [table(['Field', 'Stored as', 'What it is', 'Default'], fields.flatMap(rows))]),
		...(Object.keys(input).length === 0 ? [] : [`Example input:\n\n${jsonBlock(input)}`]),
		`Output:\n\n${output(items)}`,
		`[Options](#options): ${options.join(', ')}.`,
	].join('\n\n');
}

/** The operations that offer an option, in words. */
function whereOffered({ displayOptions }: INodeProperties): string {
	const { show, hide } = displayOptions ?? {};
	if (show === undefined) return hide?.['/operation'] === undefined ? 'all' : 'all others';
	const operations = list(show['/operation']);
	return show['/resource'] === undefined ? operations : `${list(show['/resource'])}: ${operations}`;
}

function optionTable(properties: readonly INodeProperties[]): string {
	const offeredBy = new Map<string, { cells: string[]; where: string[] }>();
	for (const option of optionsOf(properties)) {
		const cells = row(option);
		const entry = offeredBy.get(cells.join()) ?? { cells, where: [] };
		entry.where.push(whereOffered(option));
		offeredBy.set(cells.join(), entry);
	}
	const rows = [...offeredBy.values()].map(({ cells, where }) => [...cells, where.join('; ')]);
	return table(['Option', 'Name', 'What it does', 'Default', 'Offered by'], rows);
}

function list(values: unknown): string {
	return Array.isArray(values) ? values.map((value) => `\`${String(value)}\``).join(', ') : '';
}

const HEAD = `# Operations of the WAHA Groups node

<!-- Made by \`npm run docs\` from the node itself and from real runs of it. Changes by hand are overwritten. -->

Every operation also has the field *Session*: the WhatsApp account that does it. You choose a group *From List* or *By ID*
(\`120363041234567890@g.us\`, with or without \`@g.us\`). The outputs below come from the sandbox with the engine WEBJS; with other
engines they have the same shape. Of an output with several items, the first two are shown.`;

const REASONS = `## Results for participants

*Add*, *Remove*, *Promote*, *Demote* and *Sync* give one item for each participant, in the order given. A participant that
WhatsApp refused is \`success: false\` with a \`code\` and a \`reason\`; the node does not fail for it.

| Code | What it means |
| --- | --- |
| 200 | done |
| 403 | can only be added by private invitation (\`inviteSent\`, or in *Sync* the reason, says whether one was sent), or the account is no admin |
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
	const choices = (resource: Choice): Choice[] =>
		properties
			.filter(
				({ name, displayOptions }) =>
					name === 'operation' && displayOptions?.show?.resource?.includes(resource.value),
			)
			.flatMap(choicesOf);
	const contents = resources.map((resource) => {
		const links = choices(resource).map(
			(choice) => `[${choice.name}](${anchorOf(headingOf(resource.name, choice))})`,
		);
		return `- **${resource.name}**: ${links.join(' · ')}`;
	});
	const chapters = resources.map((resource) => {
		const sections = choices(resource).map((choice) => {
			const run = runs.find(
				(one) => one.resource === resource.value && one.operation === choice.value,
			);
			if (!run) throw new Error(`There is no run of ${resource.value} ${choice.value} to document`);
			return section(properties, resource.name, choice, run);
		});
		return [`## ${resource.name}`, `${resource.description}.`, ...sections].join('\n\n');
	});
	return `${[HEAD, contents.join('\n'), ...chapters, REASONS, '## Options', optionTable(properties)].join('\n\n')}\n`;
}
