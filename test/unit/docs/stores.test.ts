import fs from 'node:fs';
import path from 'node:path';

import { repositoryRoot } from '../../../harness/n8n';

/** The names of what is declared empty outside of all functions, so that it can only grow while n8n runs. */
function storesIn(folder: string): string[] {
	const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
	return files
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => {
			const code = fs.readFileSync(path.join(folder, file), 'utf8');
			const declared =
				/^(?:export )?(?:const|let) (\w+)[^\n]*= (?:new (?:Weak)?(?:Map|Set)\b[^\n]*\(\)|\[\]|\{\});$/gm;
			return [...code.matchAll(declared)].map(([, name = '']) => name);
		});
}

it('CONTRIBUTING lists every store that lives as long as n8n, with its bound', () => {
	const page = fs.readFileSync(path.join(repositoryRoot, 'CONTRIBUTING.md'), 'utf8');
	const [, section = ''] = page.split('## What is kept in memory');
	const listed = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name);
	const stores = ['nodes', 'credentials'].flatMap((folder) =>
		storesIn(path.join(repositoryRoot, folder)),
	);
	expect(stores.length).toBeGreaterThan(5);
	expect(listed.sort()).toEqual(stores.sort());
});
