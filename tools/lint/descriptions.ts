import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import prettier from 'prettier';
import { z } from 'zod';

/** One class of the built package, as data. */
export interface Described {
	kind: 'node' | 'credential';
	className: string;
	/** Path under build/lint; the rules look at folder and file name. */
	file: string;
	fields: Record<string, unknown>;
}

const manifestShape = z.object({
	n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }),
});
const instanceShape = z.record(z.unknown());
const classShape = z.custom<new () => unknown>((value) => typeof value === 'function');

/** Loads every node and credential that the package's manifest names, from its dist folder. */
export function loadDescriptions(packageFolder: string): Described[] {
	const manifestFile = path.join(packageFolder, 'package.json');
	const { n8n } = manifestShape.parse(JSON.parse(fs.readFileSync(manifestFile, 'utf8')));
	return [
		...n8n.nodes.map((file) => describe(packageFolder, file, 'node')),
		...n8n.credentials.map((file) => describe(packageFolder, file, 'credential')),
	];
}

function describe(packageFolder: string, file: string, kind: Described['kind']): Described {
	const load = createRequire(path.join(packageFolder, 'package.json'));
	const className = path.basename(file).split('.')[0] ?? '';
	const built = path.join(packageFolder, file);
	if (!fs.existsSync(built)) throw new Error(`${file} is missing: run "npm run build" first.`);
	const exported = z.record(classShape).parse(load(built))[className];
	if (exported === undefined) throw new Error(`${file} exports no class ${className}`);
	const fields = instanceShape.parse(Object.assign({}, new exported()));
	const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
	return { kind, className, file: source, fields };
}

/** The class as a person would have written it by hand, laid out by prettier for readable reports. */
export async function asSource({ kind, className, fields }: Described): Promise<string> {
	const type = kind === 'node' ? 'INodeType' : 'ICredentialType';
	const body =
		kind === 'node'
			? `description: INodeTypeDescription = ${literal(fields['description'])};`
			: Object.entries(fields).map(credentialField).join('\n');
	const text = `import type { ${type} } from 'n8n-workflow';

export class ${className} implements ${type} {
${body}
}
`;
	return await prettier.format(text, { parser: 'typescript', singleQuote: true, useTabs: true });
}

// The rules find a credential's list of fields by its type annotation.
function credentialField([name, value]: [string, unknown]): string {
	return name === 'properties'
		? `properties: INodeProperties[] = ${literal(value)};`
		: `${name} = ${literal(value)};`;
}

// JSON leaves out functions and undefined: neither is anything a rule about texts could judge.
function literal(value: unknown): string {
	return JSON.stringify(value, withoutNames) ?? 'undefined';
}

// n8n's rule on sentence case in actions takes the second capital of "WhatsApp" for title case; it is a name.
function withoutNames(key: string, value: unknown): unknown {
	return key === 'action' && typeof value === 'string'
		? value.replaceAll('WhatsApp', 'chat')
		: value;
}
