import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '../../nodes/WahaGroups');

/** What each room may import besides itself. `onDemand.ts` loads files of all of them, but only later, with import(). */
const BELOW: Readonly<Record<string, readonly string[]>> = {
	waha: [],
	wording: ['waha'],
	n8n: ['waha', 'wording'],
	fields: ['waha', 'wording', 'n8n'],
	actions: ['waha', 'wording', 'n8n', 'fields'],
	trigger: ['waha', 'wording', 'n8n', 'fields'],
};

const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) =>
	file.endsWith('.ts'),
);

/** What each file imports when it is loaded, by paths relative to the root; types count, import() does not. */
const imports = new Map(
	sources.map((file) => {
		const text = readFileSync(join(ROOT, file), 'utf8');
		const found = [...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom '(\.[^']+)'/gm)];
		const targets = found.map(([, path = '']) => {
			return `${relative(ROOT, join(ROOT, dirname(file), path))}.ts`;
		});
		return [file, targets] as const;
	}),
);

/** The room of a file; undefined for a file beside the rooms. */
const roomOf = (file: string): string | undefined =>
	Object.keys(BELOW).find((room) => file.startsWith(`${room}/`));

it('sees the files and their imports', () => {
	expect(imports.get('waha/http/client.ts')).toContain('waha/http/call.ts');
	expect(imports.size).toBeGreaterThan(50);
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
