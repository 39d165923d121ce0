import type { INodeProperties } from 'n8n-workflow';

/** The names of the choices of a parameter, in small letters, by their values. */
function namesOf({ options = [] }: INodeProperties): Record<string, string> {
	return Object.fromEntries(
		options.flatMap((one) => ('value' in one ? [[String(one.value), one.name.toLowerCase()]] : [])),
	);
}

/** Data in an expression, which would end at two closing braces. */
const data = (value: object): string => JSON.stringify(value).replaceAll('}}', '} }');

/**
 * What the canvas shows under the node: operation and resource as the lists call them, and the name of the group where
 * one was picked. In: the built parameters, which know these names: n8n's start would load all operations otherwise.
 * n8n unwraps a picker to its value, so that the name has to be taken from the parameters as they are stored.
 */
export function operationSubtitle(properties: readonly INodeProperties[]): string {
	const named = (wanted: string): INodeProperties[] =>
		properties.filter(({ name }) => name === wanted);
	const resources = Object.assign({}, ...named('resource').map(namesOf));
	const operations = Object.fromEntries(
		named('operation').flatMap((one) =>
			(one.displayOptions?.show?.resource ?? []).map((value) => [String(value), namesOf(one)]),
		),
	);
	const stored = '($parameter.toJSON()["groupId"] ?? {})';
	const group = `(${stored}["mode"] === "list" ? ${stored}["cachedResultName"] : "")`;
	return `={{ [(${data(operations)})[$parameter["resource"]]?.[$parameter["operation"]] + ": " + (${data(resources)})[$parameter["resource"]], ${group}].filter(Boolean).join(", ") }}`;
}
