import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const root = path.resolve(__dirname, '..', '..');

const program = `
	const path = require('node:path');
	const { n8n } = require('./package.json');
	const nodes = n8n.nodes.map((file) => new (Object.values(require(path.resolve(file)))[0])());
	const own = Object.keys(require.cache).filter((file) => file.startsWith(path.resolve('dist') + path.sep));
	console.log(JSON.stringify({
		files: own.map((file) => path.relative('dist/nodes/WahaGroups', file).split(path.sep).join('/')),
		properties: nodes.map(({ description }) => description.properties.map(({ name }) => name)),
	}));
`;

const loaded = z
	.object({ files: z.array(z.string()), properties: z.array(z.array(z.string())) })
	.parse(
		JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: root, encoding: 'utf8' })),
	);

describe("what n8n's start loads of the package", () => {
	it('is no operation, no client and no picker', () => {
		expect(loaded.files).toContain('WahaGroups.node.js');
		expect(loaded.files.filter((file) => file === 'code.js')).toEqual([]);
		// The build puts into these whatever they import, so that code that they should not need makes them bigger.
		const folder = path.join(root, 'dist', 'nodes', 'WahaGroups');
		const big = loaded.files.filter((file) => fs.statSync(path.join(folder, file)).size > 8000);
		expect(big.filter((file) => file.endsWith('.js'))).toEqual([]);
	});

	it('shows all parameters nevertheless', () => {
		const [action, trigger] = loaded.properties;
		expect(action).toEqual(expect.arrayContaining(['resource', 'operation', 'groupId', 'options']));
		expect(trigger).toEqual(expect.arrayContaining(['session', 'events', 'filters', 'options']));
	});
});
