import fs from 'node:fs';
import path from 'node:path';

/**
 * How a behaviour of the sandbox is known. Measured: seen on a real WAHA, R24 its own 2024.10.8 with
 * stand-ins for WhatsApp, R26 a user's 2026.7.2 with NOWEB. Documented: read in WAHA's documentation,
 * release notes or source. Chosen: nobody knows, and the sandbox does what is harder for a client.
 */
export const KINDS = ['measured R24', 'measured R26', 'documented', 'chosen'] as const;

export interface Witness {
	kind: string;
	text: string;
	/** Under `sandbox/`. */
	file: string;
}

const START = /^\s*\/\/ @witness ([^:]*): (.*)$/;
const MORE = /^\s*\/\/ {3}(\S.*)$/;

/** The marks in one file: `// @witness <kind>: <text>`, going on in lines that begin with three blanks. */
export function witnessesIn(source: string, file: string): Witness[] {
	const found: Witness[] = [];
	let open: Witness | null = null;
	for (const line of source.split('\n')) {
		const [, kind, text] = START.exec(line) ?? [];
		const [, more] = MORE.exec(line) ?? [];
		if (kind !== undefined && text !== undefined) {
			open = { kind, text, file };
			found.push(open);
		} else if (open && more !== undefined) open.text += ` ${more}`;
		else open = null;
	}
	return found;
}

/** Every mark of the sandbox, file by file. */
export function allWitnesses(root: string): Witness[] {
	const folder = path.join(root, 'sandbox');
	return fs
		.readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.sort()
		.flatMap((name) => witnessesIn(fs.readFileSync(path.join(folder, name), 'utf8'), name));
}

/** The table of docs/sandbox.md, with its columns in line as prettier wants them. */
export function witnessTable(witnesses: readonly Witness[]): string {
	const rows = [
		['what', 'known how', 'in `sandbox/`'],
		...witnesses.map(({ text, kind, file }) => [text.replaceAll('|', '\\|'), kind, `\`${file}\``]),
	];
	const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
	const line = (row: string[], fill: string): string =>
		`| ${widths.map((width, at) => (row[at] ?? '').padEnd(width, fill)).join(' | ')} |`;
	const [head = [], ...body] = rows;
	return [line(head, ' '), line([], '-'), ...body.map((row) => line(row, ' '))].join('\n');
}
