import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

import { pause } from '../../harness/n8n';
import { KINDS, N8N_KINDS } from '../support/attackKinds';
import { badDeliveries } from '../support/attacks';
import { post } from '../support/deliveries';
import { inParallel } from '../support/parallel';
import { databaseDigests } from '../e2e/support/database';
import { freshEvent, openOwnTrigger, type OwnTrigger } from '../e2e/support/ownTrigger';
import { inVersion } from '../e2e/support/versions';

let own: OwnTrigger;

beforeAll(async () => {
	own = await openOwnTrigger();
});
afterAll(async () => await own.close());

/** Shows that n8n is well and that the trigger still takes what is good. */
async function stillWorks(): Promise<void> {
	expect(await own.client.healthy()).toBe(true);
	const before = await own.started();
	expect(await own.send(freshEvent())).toBe(200);
	await own.hasStarted(before + 1);
}

/** The digests of all tables once n8n writes nothing any more. */
async function settledTables(): Promise<Record<string, string>> {
	let last = await databaseDigests(own.n8n.userFolder);
	for (;;) {
		await pause(1000);
		const now = await databaseDigests(own.n8n.userFolder);
		if (JSON.stringify(now) === JSON.stringify(last)) return now;
		last = now;
	}
}

it('10,000 bad deliveries get their answers, start nothing and write nothing', async () => {
	await stillWorks();
	const kinds = { ...KINDS, ...N8N_KINDS };
	const before = { executions: await own.started(), tables: await settledTables() };
	const seed = Date.now();
	const sent = new Set<string>();
	const wrong: unknown[] = [];
	for (let batch = 0; batch < 20; batch++) {
		const arbitrary = badDeliveries(own.key, kinds);
		const all = fc.sample(arbitrary, { numRuns: 500, seed: seed + batch });
		await inParallel(all, 20, async ({ kind, status, posted }) => {
			const answer = await post(own.url, posted);
			sent.add(kind);
			if (answer.status !== status) wrong.push({ kind, status, answer, posted });
		});
	}
	expect({ seed, wrong: wrong.slice(0, 3) }).toEqual({ seed, wrong: [] });
	expect([...sent].sort()).toEqual(Object.keys(kinds).sort());
	expect(await own.started()).toBe(before.executions);
	expect(await settledTables()).toEqual(before.tables);
	await stillWorks();
}, 600_000);

// Either way nothing is started; older versions leave it to the trigger, which finds no signature for it.
const brokenForm = inVersion('2.41', 400, 401, 'leaves a broken form to the trigger');

it.each([
	['JSON cut off', 422, '{"event":', { 'Content-Type': 'application/json' }],
	['XML cut off', 422, '<event', { 'Content-Type': 'text/xml' }],
	['an unknown charset', 422, '{}', { 'Content-Type': 'application/json; charset=none' }],
	[
		'a form cut off',
		brokenForm,
		'--x\r\nCo',
		{ 'Content-Type': 'multipart/form-data; boundary=x' },
	],
	['a form without boundary', brokenForm, '--x\r\nCo', { 'Content-Type': 'multipart/form-data' }],
	['gzip that is none', 500, '{}', { 'Content-Encoding': 'gzip' }],
	['gzip cut off', 500, gzipSync('{}').subarray(0, 15), { 'Content-Encoding': 'gzip' }],
])('%s is answered with %i and starts nothing', async (_, status, body, headers) => {
	const before = await own.started();
	expect((await post(own.url, { body, headers })).status).toBe(status);
	expect(await own.started()).toBe(before);
	await stillWorks();
});

it('n8n itself answers more than 16 MB with 500 and starts nothing', async () => {
	const before = await own.started();
	const { hostname, port, pathname } = new URL(own.url);
	const socket = connect(Number(port), hostname);
	// n8n answers by the length alone and hangs up: who goes on sending may not get to read it.
	const answer = new Promise<string>((resolve, reject) => {
		socket.once('data', (data) => resolve(data.toString('latin1')));
		socket.once('error', reject);
		socket.once('close', () => reject(new Error('n8n hung up without an answer')));
	});
	const length = 17 * 1024 * 1024;
	socket.write(
		`POST ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n `,
	);
	expect(await answer).toMatch(/^HTTP\/1\.1 500 /);
	socket.destroy();
	expect(await own.started()).toBe(before);
	await stillWorks();
});

it('100 connections that break in the middle of a delivery start nothing', async () => {
	const before = await own.started();
	const { hostname, port, pathname } = new URL(own.url);
	const breakOff = async (n: number): Promise<void> => {
		const socket = connect(Number(port), hostname);
		await new Promise((resolve) => socket.once('connect', resolve));
		const head = `POST ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\n`;
		const text = `${head}Content-Length: 5000\r\n\r\n${freshEvent()}`;
		const part = text.slice(0, head.length + 30 + (n % 200));
		await new Promise((resolve) => socket.write(part, resolve));
		socket.destroy();
	};
	await inParallel(Array(100).keys(), 10, breakOff);
	await pause(500);
	expect(await own.started()).toBe(before);
	await stillWorks();
});
