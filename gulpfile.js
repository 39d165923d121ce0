'use strict';

const fs = require('node:fs/promises');
const path = require('node:path');
const { dest, parallel, series, src } = require('gulp');

/** Empties dist/, so that a file that was renamed or deleted is never packed. */
async function clean() {
	await fs.rm('dist', { recursive: true, force: true });
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

/** tools/run.mjs compares this file's time with the sources', to know whether a build is due. */
async function stamp() {
	await fs.mkdir('build', { recursive: true });
	await fs.writeFile(path.join('build', 'built'), `${new Date().toISOString()}\n`);
}

exports.clean = clean;
exports.assets = series(parallel(icons, nextToNodes), stamp);
