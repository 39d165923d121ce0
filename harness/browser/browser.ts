import fs from 'node:fs';
import path from 'node:path';
import { type Browser, type LaunchOptions, chromium } from 'playwright-core';
import { type Report, UserError, messageOf } from '../n8n';
import { hasPackagedBrowser, packagedBrowser } from './packaged';

/** Names the browser's program to use; `package` takes the one from npm even where another is installed. */
export const browserVariable = 'WAHA_GROUPS_BROWSER';

// For machines where we are root, have no graphics card, and reach nothing but ourselves.
const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

const programs = [
	'chromium',
	'chromium-browser',
	'google-chrome-stable',
	'google-chrome',
	'microsoft-edge-stable',
	'microsoft-edge',
];

// playwright-core knows where these are on Windows and macOS.
const channels = ['chrome', 'msedge'];

type Way = () => Promise<LaunchOptions> | LaunchOptions;

/**
 * Starts a headless browser of Chromium's kind: the one that the environment names, else an installed
 * Chromium, Chrome or Edge, else one from npm, installed on first need. Throws UserError that says what to
 * install where there is none. Whoever starts it closes it.
 */
export async function launchBrowser(
	report: Report = console.log,
	env: NodeJS.ProcessEnv = process.env,
): Promise<Browser> {
	const failures: string[] = [];
	for (const way of waysToLaunch(report, env)) {
		try {
			return await chromium.launch({ args: flags, ...(await way()) });
		} catch (error) {
			// A program may be there and not run, such as Ubuntu's chromium-browser without snap.
			failures.push(messageOf(error).split('\n')[0] ?? '');
		}
	}
	const named = env[browserVariable];
	const advice = named
		? `The browser that ${browserVariable} names (${named}) could not be started: name another, or leave it empty.`
		: `No browser was found: install Chrome, Chromium or Edge (Debian: apt install chromium), or name its program in ${browserVariable}.`;
	throw new UserError([advice, ...new Set(failures)].join('\n   '));
}

function waysToLaunch(report: Report, env: NodeJS.ProcessEnv): Way[] {
	const named = env[browserVariable] ?? '';
	const fromNpm: Way = async () => {
		const { executablePath, env: more } = await packagedBrowser(report);
		return { executablePath, env: { ...definedOnly(env), ...more } };
	};
	if (named === 'package') return [fromNpm];
	if (named !== '') return [() => ({ executablePath: named })];
	return [
		...installedPrograms(env).map(
			(executablePath): Way =>
				() => ({ executablePath }),
		),
		...channels.map(
			(channel): Way =>
				() => ({ channel }),
		),
		...(hasPackagedBrowser() ? [fromNpm] : []),
	];
}

function installedPrograms(env: NodeJS.ProcessEnv): string[] {
	const folders = (env['PATH'] ?? '').split(path.delimiter);
	return programs
		.flatMap((name) => folders.map((folder) => path.join(folder, name)))
		.filter((file) => fs.existsSync(file));
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
	return Object.fromEntries(
		Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
	);
}
