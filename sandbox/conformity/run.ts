import { SEED } from '../model/seed';
import { ENGINES, type Engine } from '../model/types';
import { isVersion } from '../model/versions';
import { startSandbox } from '../index';
import { CALLS, type ConformityCall, type Learned } from './calls';
import { groupMistake } from './group';
import { differences, jsonOf, shapeOf, type Shape } from './shape';

export interface Target {
	url: string;
	/** '' for a server without a key. */
	key: string;
	session: string;
	group: string;
}

export interface CallResult {
	name: string;
	/** With `{session}` and `{group}` in place of the real ones. */
	request: string;
	/** What is different; null where the call could not be made on both sides. */
	differences: string[] | null;
}

export interface Report {
	version: string;
	engine: Engine;
	tier: 'CORE' | 'PLUS';
	results: CallResult[];
}

/** The comparison did not come about; the message says why, and what to do. */
export class CannotRun extends Error {}

/** Ids that nobody has. */
const NOBODY = { unknownGroup: '120363000000000001@g.us', unknownLid: '100000000000001' };
const TIMEOUT_MS = 60_000;

interface Answer {
	status: number;
	type: string;
	text: string;
}

/** Makes a call; status 0 where no answer came. */
async function ask(target: Target, call: ConformityCall, learned: Learned): Promise<Answer | null> {
	const { session, group } = target;
	const values: Learned = { ...learned, ...NOBODY, session, group };
	const path = filled(call.path, values);
	const body = call.body && filledBody(call.body, values);
	if (path === null || body === null) return null;
	const headers: Record<string, string> = { Accept: '*/*' };
	if (target.key !== '' && !call.keyless) headers['X-Api-Key'] = target.key;
	if (body) headers['Content-Type'] = 'application/json';
	try {
		const answer = await fetch(target.url.replace(/\/+$/, '') + path, {
			method: call.method,
			headers,
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
			...(body ? { body: JSON.stringify(body) } : {}),
		});
		const type = answer.headers.get('content-type') ?? '';
		return { status: answer.status, type, text: await answer.text() };
	} catch {
		return { status: 0, type: '', text: '' };
	}
}

/** A path with its values in place; null where one was never learned. */
function filled(path: string, values: Learned): string | null {
	let missing = false;
	const whole = path.replace(/\{([\w-]+)\}/g, (_all, name: string) => {
		const value = values[name];
		if (value === undefined) missing = true;
		return encodeURIComponent(String(value));
	});
	return missing ? null : whole;
}

function filledBody(body: Readonly<Record<string, string>>, values: Learned): Learned | null {
	const entries = Object.entries(body).map(
		([field, text]) => [field, values[text.slice(1, -1)]] as const,
	);
	return entries.some(([, value]) => value === undefined) ? null : Object.fromEntries(entries);
}

const shape = ({ status, type, text }: Answer): Shape => shapeOf(status, type, text);

function objectOf({ text, type }: Answer): Record<string, unknown> {
	const body = jsonOf(text, type);
	return typeof body === 'object' && body !== null ? { ...body } : {};
}

/** What the server says that it is. */
async function profileOf(target: Target): Promise<Omit<Report, 'results'> & { me: unknown }> {
	const get = async (path: string): Promise<Answer> => {
		const answer = await ask(target, { name: '', method: 'GET', path, expect: 'object' }, {});
		if (!answer || answer.status === 0) {
			throw new CannotRun('The server does not answer. Check --url.');
		}
		if (answer.status === 401 || answer.status === 403) {
			throw new CannotRun(`The server does not take the key (${answer.status}). Check --key.`);
		}
		return answer;
	};
	let told = objectOf(await get('/api/server/version'));
	if (typeof told.version !== 'string') told = objectOf(await get('/api/version'));
	const { version, tier } = told;
	if (typeof version !== 'string' || !isVersion(version)) {
		throw new CannotRun('The server does not tell a version of WAHA. Check --url.');
	}
	const answer = await get('/api/sessions/{session}');
	if (answer.status !== 200) {
		throw new CannotRun(`The server has no such session (${answer.status}). Check --session.`);
	}
	const session = objectOf(answer);
	if (session.status !== 'WORKING') {
		throw new CannotRun('The session is not WORKING. Start it, or link its phone, and try again.');
	}
	const named = typeof session.engine === 'object' ? { ...session.engine } : {};
	const name: unknown = 'engine' in named ? named.engine : told.engine;
	const engine = ENGINES.find((known) => known === name);
	if (!engine) throw new CannotRun('The session does not tell an engine that is known here.');
	return { version, engine, tier: tier === 'PLUS' ? 'PLUS' : 'CORE', me: session.me };
}

/** Makes the same calls to a server and to a sandbox of the same version and engine, and compares. */
export async function conform(target: Target, options: { write: boolean }): Promise<Report> {
	const { me, ...profile } = await profileOf(target);
	const { version, engine, tier } = profile;
	const mistake = await groupMistake(target.group, me, async (path) => {
		const answer = await ask(target, { name: '', method: 'GET', path, expect: 'list' }, {});
		return answer?.status === 200 ? jsonOf(answer.text, answer.type) : undefined;
	});
	if (mistake !== undefined) throw new CannotRun(`${mistake} Check --group.`);
	const sandbox = await startSandbox({ version, engine, tier, apiKey: target.key });
	const twin = { url: sandbox.url, key: target.key, session: 'default', group: SEED.groups.team };
	const known: [Learned, Learned] = [{}, {}];
	const results: CallResult[] = [];
	try {
		for (const call of CALLS) {
			if (call.writes && !options.write) continue;
			const real = await ask(target, call, known[0]);
			const played = await ask(twin, call, known[1]);
			for (const [at, answer] of [real, played].entries()) {
				if (answer?.status !== 200 || !call.learn) continue;
				Object.assign(known[at] ?? {}, call.learn(jsonOf(answer.text, answer.type), answer.text));
			}
			results.push({
				name: call.name,
				request: `${call.method} ${call.path}`,
				differences: real && played ? differences(shape(real), shape(played)) : null,
			});
		}
	} finally {
		await sandbox.close();
	}
	return { ...profile, results };
}

/** Tells whether anything was different. */
export const differs = ({ results }: Report): boolean =>
	results.some((result) => (result.differences?.length ?? 0) > 0);

/** The report in words, with nothing in it that somebody could be known by. */
export function reportText({ version, engine, tier, results }: Report): string {
	const lines = results.flatMap(({ name, request, differences: found }) => {
		if (!found) return [`?  ${name}  (not asked: an earlier answer did not tell what it needs)`];
		if (found.length === 0) return [`=  ${name}`];
		return [`≠  ${name}  ${request}`, ...found.map((one) => `     ${one}`)];
	});
	const same = results.filter((result) => result.differences?.length === 0).length;
	const asked = results.filter((result) => result.differences !== null).length;
	return [
		`WAHA ${version} ${engine} ${tier}, held against the sandbox`,
		...lines,
		`${same} of ${asked} calls are answered alike.`,
	].join('\n');
}
