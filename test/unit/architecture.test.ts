import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '../..');
const NODES = 'nodes/WahaGroups';

/** What each room of the nodes may import besides itself. `onDemand.ts` loads all of them by `code.ts`, but only later, with import(). */
const BELOW: Readonly<Record<string, readonly string[]>> = {
	waha: [],
	wording: ['waha'],
	n8n: ['waha', 'wording'],
	fields: ['waha', 'wording', 'n8n'],
	actions: ['waha', 'wording', 'n8n', 'fields'],
	trigger: ['waha', 'wording', 'n8n', 'fields'],
};

const sources = ['nodes', 'sandbox', 'demo', 'harness'].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => join(folder, file)),
);

/** The file that an import names; a folder stands for its index. */
function fileOf(from: string, path: string): string {
	const target = relative(ROOT, join(ROOT, dirname(from), path));
	return existsSync(join(ROOT, `${target}.ts`)) ? `${target}.ts` : join(target, 'index.ts');
}

/** What each file imports when it is loaded, by paths from the root; types count, import() does not. */
const imports = new Map(
	sources.map((file) => {
		const text = readFileSync(join(ROOT, file), 'utf8');
		const found = [...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom '(\.[^']+)'/gm)];
		return [file, found.map(([, path = '']) => fileOf(file, path))] as const;
	}),
);

/** The room of a file of the nodes; undefined for a file beside the rooms. */
const roomOf = (file: string): string | undefined =>
	Object.keys(BELOW).find((room) => file.startsWith(`${NODES}/${room}/`));

it('sees the files and their imports', () => {
	expect(imports.get(`${NODES}/waha/http/client.ts`)).toContain(`${NODES}/waha/http/call.ts`);
	expect(imports.get('sandbox/index.ts')).toContain('sandbox/world.ts');
	expect(imports.get('demo/main.ts')).toContain('harness/n8n/index.ts');
	expect(imports.size).toBeGreaterThan(150);
});

it('no import runs upwards', () => {
	const upwards = [...imports].flatMap(([file, targets]) =>
		targets
			.filter((target) => {
				const [from, to] = [roomOf(file), roomOf(target)];
				return from && to && from !== to && !BELOW[from]?.includes(to);
			})
			.map((target) => `${file} → ${target}`),
	);
	expect(upwards).toEqual([]);
});

it('the nodes know nothing of what is around them', () => {
	const outwards = [...imports].flatMap(([file, targets]) =>
		targets
			.filter((target) => file.startsWith('nodes/') && !target.startsWith('nodes/'))
			.map((target) => `${file} → ${target}`),
	);
	expect(outwards).toEqual([]);
});

it('no imports run in a circle', () => {
	const done = new Set<string>();
	const circles: string[] = [];
	const walk = (file: string, way: readonly string[]): void => {
		if (way.includes(file)) {
			circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
			return;
		}
		if (done.has(file)) return;
		for (const target of imports.get(file) ?? []) walk(target, [...way, file]);
		done.add(file);
	};
	for (const file of imports.keys()) walk(file, []);
	expect(circles).toEqual([]);
});
