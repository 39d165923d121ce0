import type { Delivery, Message, RequestEntry } from '../sandbox';
import type { GroupState } from './control';
import type { Execution } from '../harness/n8n';
import type { Absence, Act } from './story';

/** An act as text for the terminal: event in, execution, requests out, state before and after. */
export function account(act: Act, number: number): string {
	const lines = [
		'',
		`${number}. ${act.title}`,
		...labelled('event in', act.deliveries.map(delivery), 'none (started by hand)'),
		...labelled('execution', executionLines(act), ''),
		...labelled('requests out', act.requests.map(request), 'none'),
		...labelled('messages', act.messages.map(message), 'none'),
		...labelled('before', state(act.before), ''),
		...labelled('after', state(act.after), ''),
	];
	return lines.join('\n');
}

/** What was found after an absence as text for the terminal. */
export function accountOfAbsence(
	{ title, workflow, executions, words }: Absence,
	number: number,
): string {
	const runs = executions.map(({ id, status }) => `"${workflow}" (number ${id}): ${status}`);
	return [
		'',
		`${number}. ${title}`,
		...labelled('executions', runs, 'none'),
		...labelled('found', words, 'nothing'),
	].join('\n');
}

function labelled(label: string, lines: string[], otherwise: string): string[] {
	const shown = lines.length === 0 ? [otherwise] : lines;
	return shown.map((line, index) => `   ${(index === 0 ? label : '').padEnd(14)}${line}`);
}

function delivery({ event, body, attempts, headers }: Delivery): string {
	const { payload }: { payload?: { type?: string } } = JSON.parse(body);
	const signed = Object.keys(headers).some((name) => name.toLowerCase() === 'x-webhook-hmac');
	const kind = payload?.type === undefined ? event : `${event}, type ${payload.type}`;
	const answers = attempts.map(({ status, error }) => status ?? error).join(', ');
	return `${kind}${signed ? ', signed' : ''}; n8n answered ${answers}`;
}

function executionLines({ workflow, execution }: Act): string[] {
	if (execution === undefined) return [`none: "${workflow}" did not ask for this event`];
	return [`"${workflow}" (number ${execution.id}): ${outcome(execution)}`, ...nodes(execution)];
}

function outcome({ status, error, startedAt, stoppedAt }: Execution): string {
	const failed = error === undefined ? '' : `: ${error.message}`;
	if (startedAt === null || stoppedAt === null) return `${status}${failed}`;
	return `${status}, ${Date.parse(stoppedAt) - Date.parse(startedAt)} ms${failed}`;
}

function nodes(execution: Execution): string[] {
	return Object.keys(execution.runData).map((name) => {
		const items = execution.items(name).length;
		return `  ${name}: ${items} ${items === 1 ? 'item' : 'items'}`;
	});
}

function request({ method, url, body, status }: RequestEntry): string {
	const sent = body === '' ? '' : `  ${body}`;
	return `${method.padEnd(5)}${decodeURIComponent(url)} → ${status ?? 'no answer'}${sent}`;
}

function message({ chatId, text }: Message): string {
	return `to ${chatId}: ${text}`;
}

function state({ description, inviteCode, members }: GroupState): string[] {
	const list = members.map(({ shownAs }) => shownAs.replace(/@c\.us$/, '')).join(', ');
	return [
		`description: ${JSON.stringify(description)}`,
		`invite code: ${inviteCode}`,
		`${members.length} members: ${list}`,
	];
}
