'use strict';

const fs = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');
const { minify } = require('terser');
const metadata = require('libphonenumber-js/metadata.max.json');
const { FILE, phonePlans } = require('./tools/phone-plans.js');

/** Empties dist/, so that a file that was renamed or deleted is never packed. */
async function clean() {
	await fs.rm('dist', { recursive: true, force: true });
}

/** Brings the countries' number plans up to date with the library that they are made from. */
async function numberPlans() {
	const text = phonePlans(metadata);
	// Written only where it differs: a newer source would be taken for a change.
	if ((await fs.readFile(FILE, 'utf8').catch(() => '')) !== text) await fs.writeFile(FILE, text);
}

// `encoding: false` because gulp 5 otherwise reads PNG files as UTF-8 text.
const copy = (globs, to, options) =>
	src(globs, { encoding: false, allowEmpty: true, ...options }).pipe(dest(to));

function icons() {
	return copy('icons/*.{svg,png}', 'dist/icons');
}

function nextToNodes() {
	return copy(['nodes/**/*.node.json', 'nodes/**/*.{svg,png}'], 'dist/nodes', { base: 'nodes' });
}

/**
 * Writes what the editor shows as plain data beside the nodes. n8n loads the node files of every package at its
 * start: from data that takes a fraction of the time and memory that loading all operations takes.
 */
async function properties() {
	const folder = path.resolve('dist', 'nodes', 'WahaGroups');
	const described = [
		['WahaGroups', 'actions', ({ actionProperties }) => actionProperties],
		['WahaGroupsTrigger', 'trigger', ({ triggerProperties }) => triggerProperties],
		['WahaGroupsLiveTrigger', 'trigger/live', ({ liveProperties }) => liveProperties],
	];
	for (const [node, part, read] of described) {
		const file = path.join(folder, part, 'description.js');
		const data = JSON.stringify(read(require(file)));
		await fs.writeFile(path.join(folder, `${node}.properties.json`), `${data}\n`);
	}
}

/** Puts the licence of the library beside the data that is made from it. */
async function licence() {
	const text = await fs.readFile(path.join('node_modules', 'libphonenumber-js', 'LICENSE'), 'utf8');
	const words =
		'The number plans in code.js are made from libphonenumber-js, which is made from libphonenumber of Google ' +
		'(https://github.com/google/libphonenumber, Apache License 2.0). The licence of libphonenumber-js:';
	await fs.writeFile(
		path.join('dist', 'nodes', 'WahaGroups', 'plans.LICENSE.txt'),
		`${words}\n\n${text}`,
	);
}

/**
 * Makes few files of many: the nodes, which n8n loads at its start, stay readable; what a run needs besides becomes
 * code.js, which is minified, by terser once more for another 3 %. Without all that the package would be half as big again.
 */
async function bundle() {
	const folder = path.join('dist', 'nodes', 'WahaGroups');
	const of = (names, options) =>
		esbuild.build({
			entryPoints: names.map((name) => `nodes/WahaGroups/${name}.ts`),
			outdir: folder,
			allowOverwrite: true,
			bundle: true,
			platform: 'node',
			target: 'node20',
			external: ['n8n-workflow', './onDemand', './*.properties.json'],
			logLevel: 'warning',
			...options,
		});
	await of(['WahaGroups.node', 'WahaGroupsTrigger.node', 'WahaGroupsLiveTrigger.node'], {});
	await of(['code'], { minify: true, external: ['n8n-workflow'] });
	const file = path.join(folder, 'code.js');
	const { code } = await minify(await fs.readFile(file, 'utf8'), {
		compress: { passes: 3 },
		ecma: 2020,
		toplevel: true,
	});
	await fs.writeFile(file, code);
	const entries = await fs.readdir(folder, { withFileTypes: true });
	for (const room of entries.filter((entry) => entry.isDirectory()))
		await fs.rm(path.join(folder, room.name), { recursive: true });
}

/** tools/run.mjs compares this file's time with the sources', to know whether a build is due. */
async function stamp() {
	await fs.mkdir('build', { recursive: true });
	await fs.writeFile(path.join('build', 'built'), `${new Date().toISOString()}\n`);
}

exports.clean = parallel(clean, numberPlans);
exports.assets = series(parallel(icons, nextToNodes, properties, licence), bundle, stamp);
