import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

import { WahaGroups } from '../../..';

const root = path.resolve(__dirname, '../../..');
const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

function filesIn(folder: string): string[] {
	return fs
		.readdirSync(path.join(root, folder), {
			recursive: true,
			encoding: 'utf8',
			withFileTypes: true,
		})
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

const PAGES = [
	...fs.readdirSync(root).filter((name) => name.endsWith('.md')),
	...filesIn('docs').filter((name) => name.endsWith('.md')),
	...filesIn('.github').filter((name) => name.endsWith('.md')),
];

/** What is shown as code is no link. */
const withoutCode = (text: string): string =>
	text.replace(/^```[^]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** Everything that a page leads to or shows: Markdown's links and pictures, and those of HTML. */
function targetsOf(page: string): string[] {
	const text = withoutCode(read(page));
	const found = [
		...text.matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g),
		...text.matchAll(/<(https?:[^>\s]+)>/g),
		...text.matchAll(/\b(?:href|src|srcset)="([^"\s]+)[^"]*"/g),
	];
	return found.flatMap(([, target]) => target ?? []);
}

const isOutside = (target: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(target);

/** The files of this repository that a page leads to. */
function filesOf(page: string): string[] {
	return targetsOf(page)
		.filter((target) => !isOutside(target) && !target.startsWith('#'))
		.map((target) => path.join(path.dirname(page), target.split('#')[0] ?? ''));
}

/** Hosts that are known to be right: tests have no internet to ask. */
const HOSTS = new Set([
	'alpinejs.dev',
	'community.n8n.io',
	'docs.docker.com',
	'docs.n8n.io',
	'keepachangelog.com',
	'localhost:3000',
	'localhost:5678',
	'n8n.io',
	'semver.org',
	'waha.devlike.pro',
	'www.contributor-covenant.org',
]);

describe('the pages', () => {
	it('are all reached from the README', () => {
		const reached = new Set(['README.md']);
		for (const page of reached) {
			for (const file of filesOf(page)) if (file.endsWith('.md')) reached.add(file);
		}
		const templates = PAGES.filter((page) => page.startsWith('.github'));
		expect(PAGES.filter((page) => !reached.has(page)).sort()).toEqual(templates);
	});

	it.each(PAGES)('%s leads only to files that exist, also by HTML', (page) => {
		expect(filesOf(page).filter((file) => !fs.existsSync(path.join(root, file)))).toEqual([]);
	});

	it.each(PAGES)('%s leads only to known hosts', (page) => {
		const outside = targetsOf(page).filter(isOutside);
		expect(outside.filter((target) => !URL.canParse(target))).toEqual([]);
		expect(
			outside.map((target) => new URL(target).host).filter((host) => !HOSTS.has(host)),
		).toEqual([]);
	});

	it('show every picture that there is', () => {
		const shown = new Set(PAGES.flatMap(filesOf));
		expect(filesIn('docs/images').filter((file) => !shown.has(file))).toEqual([]);
	});
});

interface Choice {
	name: string;
}

/** The operations of a resource as the editor lists them. */
function operationsOf(resource: string): string[] {
	const lists = new WahaGroups().description.properties.filter(
		({ name, displayOptions }) =>
			name === 'operation' && displayOptions?.show?.resource?.includes(resource),
	);
	return lists.flatMap(({ options }) => (options ?? []) as Choice[]).map(({ name }) => name);
}

describe('the README', () => {
	const readme = read('README.md');

	it('names every operation', () => {
		const { properties } = new WahaGroups().description;
		const resources = properties.find(({ name }) => name === 'resource')?.options ?? [];
		expect(resources.length).toBeGreaterThan(0);
		for (const resource of resources) {
			if (!('value' in resource)) throw new Error('Resources are plain choices');
			const row = new RegExp(`^\\| ${resource.name} +\\| (.+?) +\\|$`, 'm').exec(readme)?.[1];
			expect(row?.split(' · ')).toEqual(operationsOf(String(resource.value)));
		}
	});

	it('has a compose file in which n8n installs this package and both servers keep their data', () => {
		const service = z.object({
			image: z.string(),
			ports: z.array(z.string().regex(/^127\.0\.0\.1:/)),
			environment: z.record(z.string()),
			volumes: z.array(z.string()).nonempty(),
		});
		const shape = z.object({
			services: z.object({ n8n: service, waha: service }),
			volumes: z.record(z.null()),
		});
		const text = /^```yaml\n([^]*?)^```/m.exec(readme)?.[1] ?? '';
		const { services, volumes } = shape.parse(parse(text));
		const packages: unknown = JSON.parse(services.n8n.environment.N8N_COMMUNITY_PACKAGES ?? '');
		expect(packages).toEqual([{ name: 'n8n-nodes-waha-groups' }]);
		const kept = [...services.n8n.volumes, ...services.waha.volumes];
		expect(kept.map((volume) => volume.split(':')[0]).sort()).toEqual(Object.keys(volumes).sort());
	});
});
