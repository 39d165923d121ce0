import { Command, InvalidArgumentError } from 'commander';
import { account, accountOfAbsence } from './account';
import { UserError, messageOf, pause } from '../harness/n8n';
import { demandPort } from './ports';
import { type Stage, openStage } from './stage';
import { joinAct, leaveAct, tidyUpAct, unpluggedAct } from './story';
import { verdict } from './verdict';

interface Options {
	check: boolean;
	queue: boolean;
	n8nPort: number;
	sandboxPort: number;
}

const closers: Array<() => Promise<void>> = [];
let ending = false;

// Later things first: n8n deregisters its webhooks in the sandbox, which must still be there.
async function closeAll(): Promise<void> {
	for (const close of closers.splice(0).reverse()) {
		await close().catch((error: unknown) => console.error(messageOf(error)));
	}
}

function endOn(signal: NodeJS.Signals, code: number): void {
	process.on(signal, () => {
		// Whoever presses twice does not want to wait; children are killed on exit.
		if (ending) process.exit(code);
		ending = true;
		console.log('\nStopping …');
		void closeAll().then(() => {
			console.log('Stopped.');
			process.exit(code);
		});
	});
}

async function play(stage: Stage): Promise<string[]> {
	const join = await joinAct(stage);
	console.log(account(join, 1));
	const leave = await leaveAct(stage);
	console.log(account(leave, 2));
	const tidyUp = await tidyUpAct(stage);
	console.log(account(tidyUp, 3));
	const absence = await unpluggedAct(stage, 6);
	console.log(accountOfAbsence(absence, 4));
	return verdict(join, leave, tidyUp, absence);
}

function invitation({ n8n, sandbox, login, group, door, firstGroup }: Stage): string {
	return `
Play on: open both side by side. Everything here is gone when you stop it with Ctrl+C.
   n8n       ${door.url}   your first workflow, and you are logged in
   WhatsApp  ${firstGroup}   its group: let people join and leave, unplug WAHA

   n8n with a login: ${n8n.url}   ${login.email}   ${login.password}

   For credentials: ${sandbox.url}, API key ${sandbox.apiKey}
   The same by command (all there are: ${sandbox.url}/sandbox):
   curl -X POST ${sandbox.url}/sandbox/groups/${group.id}/join \\
     -H 'Content-Type: application/json' -d '{"participants":["4917000000005"]}'
`;
}

async function run({ check, queue, n8nPort, sandboxPort }: Options): Promise<number> {
	const ports = check
		? {}
		: {
				n8nPort: await demandPort(n8nPort, 'n8n', '--n8n-port'),
				sandboxPort: await demandPort(sandboxPort, 'the sandbox', '--sandbox-port'),
			};
	const stage = await openStage({
		...ports,
		queue,
		report: console.log,
		opened: (close) => closers.push(close),
	});
	const wrong = await play(stage);
	for (const sentence of wrong) console.error(`\nNOT AS IT SHOULD BE: ${sentence}`);
	if (check) {
		if (wrong.length === 0) console.log('\nAll three workflows ran and did their work.');
		return wrong.length === 0 ? 0 : 1;
	}
	console.log(invitation(stage));
	// Until Ctrl+C.
	for (;;) await pause(1 << 30);
}

function port(text: string): number {
	const value = Number(text);
	if (Number.isInteger(value) && value > 0 && value < 65536) return value;
	throw new InvalidArgumentError('A port is a number from 1 to 65535.');
}

const program = new Command('demo')
	.description(
		'A real n8n with this package, a WAHA that needs no phone, and the example workflows.',
	)
	.option(
		'--check',
		'end when the workflows have run; exit code 0 only if they did their work',
		false,
	)
	.option('--queue', 'n8n in queue mode, with Redis and PostgreSQL', false)
	.option('--n8n-port <port>', "n8n's port", port, 5678)
	.option('--sandbox-port <port>', "the sandbox's port", port, 3900)
	.parse();

endOn('SIGINT', 130);
endOn('SIGTERM', 143);
endOn('SIGHUP', 129);
run(program.opts<Options>())
	.catch((error: unknown) => {
		if (ending) return 1;
		console.error(`\n${error instanceof UserError ? error.message : describe(error)}`);
		return 1;
	})
	.then(async (code) => {
		if (ending) return;
		await closeAll();
		process.exit(code);
	});

function describe(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
