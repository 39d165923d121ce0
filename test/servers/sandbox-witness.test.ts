import fs from 'node:fs';
import path from 'node:path';

import { allWitnesses, KINDS, witnessesIn, witnessTable } from '../../tools/witness';

const root = path.resolve(__dirname, '../..');
const PAGE = path.join(root, 'docs/sandbox.md');
const HEADING = '## Measured, documented, chosen';

/** The page with a new table under the heading, which is its last one. */
function withTable(page: string): string {
	const at = page.indexOf(HEADING);
	if (at < 0) throw new Error(`docs/sandbox.md lacks "${HEADING}"`);
	const intro = page.slice(at).split('\n\n|')[0]?.trimEnd() ?? '';
	return `${page.slice(0, at)}${intro}\n\n${witnessTable(allWitnesses(root))}\n`;
}

describe('how the behaviour of the sandbox is known', () => {
	const all = allWitnesses(root);

	it('is read from the code', () => {
		const source = ['\t// @witness chosen: one', '\t//   and more', '\tcode();', '//   no more'];
		expect(witnessesIn(source.join('\n'), 'a.ts')).toEqual([
			{ kind: 'chosen', text: 'one and more', file: 'a.ts' },
		]);
	});

	it('is one of four, and each mark can be read', () => {
		expect(all.filter(({ kind }) => !KINDS.some((known) => known === kind))).toEqual([]);
		const marks = fs
			.readdirSync(path.join(root, 'sandbox'), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.flatMap(
				(name) =>
					fs.readFileSync(path.join(root, 'sandbox', name), 'utf8').match(/@witness/g) ?? [],
			);
		expect(all).toHaveLength(marks.length);
		expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
	});

	it('is told wherever WAHA is played', () => {
		const marked = new Set(all.map(({ file }) => file));
		const playing = ['engines', 'server', 'webhooks'].flatMap((folder) =>
			fs
				.readdirSync(path.join(root, 'sandbox', folder))
				.filter((name) => folder !== 'server' || /^(?:routes-|answers|auth|call)/.test(name))
				.map((name) => `${folder}/${name}`),
		);
		const silent = ['webhooks/post.ts', 'engines/types.ts'];
		expect(playing.filter((file) => !marked.has(file) && !silent.includes(file))).toEqual([]);
	});

	it('stands in docs/sandbox.md', () => {
		const page = fs.readFileSync(PAGE, 'utf8');
		if (process.env.UPDATE_DOCS) fs.writeFileSync(PAGE, withTable(page));
		expect(fs.readFileSync(PAGE, 'utf8')).toBe(withTable(page));
	});
});
