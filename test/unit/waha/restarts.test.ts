import type { Problem } from '../../../nodes/WahaGroups/waha/errors';
import { WahaError } from '../../../nodes/WahaGroups/waha/errors';
import type { Seen } from '../../../nodes/WahaGroups/waha/http/restarts';
import {
	mayRestart,
	patienceMs,
	Restarts,
	seenIn,
} from '../../../nodes/WahaGroups/waha/http/restarts';

const reply = (status: number, body: unknown) => ({
	status,
	headers: {},
	text: JSON.stringify(body),
});

it('waits as long as the retries would, each twice as long as the one before', () => {
	expect([0, 1, 2, 3, 10].map(patienceMs)).toEqual([0, 5_000, 15_000, 35_000, 60_000]);
});

const notReady = (sessionStatus: string): Problem => ({
	name: 'sessionNotReady',
	facts: { session: 'a', sessionStatus },
});

it.each<[Problem, number, boolean]>([
	[{ name: 'noSession', facts: { session: 'a' } }, 404, true],
	[notReady('STARTING'), 422, true],
	[notReady('SCAN_QR_CODE'), 422, false],
	[{ name: 'onlyDefaultSession', facts: { session: 'a' } }, 422, false],
	[{ name: 'unknownGroup', facts: {} }, 404, false],
])('%j with %d may only mean that a session restarts: %s', (problem, status, expected) => {
	expect(mayRestart(new WahaError(problem, { status }))).toBe(expected);
});

it.each<[ReturnType<typeof reply> | undefined, Seen]>([
	[reply(200, { name: 'a', status: 'STOPPED' }), { status: 'STOPPED' }],
	[reply(200, { name: 'b', status: 'STOPPED' }), 'unknown'],
	[reply(200, {}), 'unknown'],
	[reply(403, { message: 'Forbidden' }), 'unknown'],
	[reply(404, { message: 'Session not found' }), 'missing'],
	[undefined, 'unknown'],
])('%j is seen as %j', (answer, expected) => {
	expect(seenIn(answer, 'a')).toEqual(expected);
});

it('looks once for all that wait, and again once the session has answered', async () => {
	let looks = 0;
	const look = async (): Promise<Seen> => {
		looks++;
		return { status: 'FAILED' };
	};
	const restarts = new Restarts(look, async () => true, 1000);
	await Promise.all(Array.from({ length: 9 }, () => restarts.settled('a')));
	expect(await restarts.settled('a')).toEqual({ status: 'FAILED' });
	expect(looks).toBe(1);
	restarts.answered('a');
	await restarts.settled('a');
	expect(looks).toBe(2);
});
