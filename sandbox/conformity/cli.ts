import { Command, CommanderError } from 'commander';

import { CannotRun, conform, differs, reportText } from './run';

interface CliOptions {
	url: string;
	key: string;
	session: string;
	group: string;
	write?: boolean;
	json?: boolean;
}

const command = new Command('conformity')
	.description('Holds a real WAHA against the sandbox of its version and engine.')
	.requiredOption('-u, --url <url>', 'where WAHA is, e.g. http://127.0.0.1:3000')
	.option('-k, --key <key>', "API key; '' for a server without one", '')
	.option('-s, --session <name>', 'a session that is WORKING', 'default')
	.requiredOption('-g, --group <id>', 'a group in which the account is admin, e.g. 1203…@g.us')
	.option('--write', 'also set name, description and settings to what they are, and refresh')
	.option('--json', 'the result for programs')
	.exitOverride();

/** 0 all the same, 1 something differs, 2 it could not run. */
async function main(): Promise<number> {
	try {
		const { write, json, ...target } = command.parse().opts<CliOptions>();
		const report = await conform(target, { write: write === true });
		const text = json === true ? JSON.stringify(report, null, 2) : reportText(report);
		process.stdout.write(`${text}\n`);
		return differs(report) ? 1 : 0;
	} catch (error) {
		// Commander has said already what is wrong with the options, or shown the help.
		if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
		// What came from elsewhere could hold an address or a key.
		const words = error instanceof CannotRun ? error.message : 'It ended before it was through.';
		process.stderr.write(`${words}\n`);
		return 2;
	}
}

void main().then((code) => {
	process.exitCode = code;
});
