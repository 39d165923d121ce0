import { connectionFailure } from '../../../nodes/WahaGroups/n8n/connection';
import type { Call, ConnectionFailure } from '../../../nodes/WahaGroups/waha/http/call';
import type { Problem, ProblemKind } from '../../../nodes/WahaGroups/waha/errors';
import { WahaError } from '../../../nodes/WahaGroups/waha/errors';
import { explain } from '../../../nodes/WahaGroups/waha/http/explain';
import { problemOfConnection } from '../../../nodes/WahaGroups/waha/http/connectionProblems';
import { problemOf } from '../../../nodes/WahaGroups/waha/http/problems';
import type { Effect } from '../../../nodes/WahaGroups/waha/http/retry';
import type { Doing, Subject } from '../../../nodes/WahaGroups/waha/http/subject';
import { doingOf, subjectOf } from '../../../nodes/WahaGroups/waha/http/subject';
import { toldOf } from '../support/told';

const context = {
	baseUrl: 'http://admin:secret@localhost:3000',
	session: 'default',
	effect: 'once' as Effect,
};

function told(status: number, body: unknown, about?: Subject, location?: string) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const problem = problemOf({ status, headers: { location }, text }, { ...context, about });
	return problem && toldOf(problem);
}

const exception = (message: string) => ({ statusCode: 500, exception: { message } });

it.each<[readonly string[], Subject]>([
	[['default', 'groups', '120363041234567890@g.us'], 'group'],
	[['default', 'groups', '120363041234567890@g.us', 'participants', 'v2'], 'group'],
	[['default', 'groups', 'join'], 'inviteCode'],
	[['default', 'groups', 'join-info'], 'inviteCode'],
	[['default', 'groups'], 'other'],
	[['default', 'groups', 'count'], 'other'],
	[['sessions', 'join'], 'other'],
	[['sessions'], 'other'],
])('%j is about a thing: %s', (path, about) => {
	expect(subjectOf(path)).toBe(about);
});

const GROUP = 'WhatsApp does not know this group, or the account is not in it';
const INVITE = 'This invite link does not lead to a group, or not any more';
const NO_WAHA =
	'The server at http://localhost:3000 does not know this address: it may not be WAHA';

describe('what is not found is told as what it is', () => {
	it.each<[number, unknown, Subject | undefined, ProblemKind, string]>([
		[404, { error: 'Not Found' }, 'group', 'groupNotFound', GROUP],
		[404, { error: 'Not Found' }, 'inviteCode', 'groupNotFound', INVITE],
		[404, { error: 'Not Found' }, 'other', 'unknownEndpoint', NO_WAHA],
		[404, { error: 'Not Found' }, undefined, 'unknownEndpoint', NO_WAHA],
		[404, '', 'other', 'unknownEndpoint', NO_WAHA],
		[500, exception('item-not-found'), 'group', 'groupNotFound', GROUP],
		[500, exception('item-not-found'), 'inviteCode', 'groupNotFound', INVITE],
		[
			500,
			exception('item-not-found'),
			'other',
			'refused',
			'WhatsApp did not do this: item-not-found',
		],
		[500, exception('gone'), 'inviteCode', 'groupNotFound', INVITE],
		[500, exception('gone'), 'group', 'refused', 'WhatsApp did not do this: gone'],
		[500, exception('conflict'), 'inviteCode', 'refused', 'WhatsApp did not do this: conflict'],
		...(['group', 'inviteCode', 'other'] as const).flatMap(
			(about): Array<[number, unknown, Subject, ProblemKind, string]> => [
				[
					404,
					{ message: 'Cannot GET /api/x' },
					about,
					'unknownEndpoint',
					'This WAHA server does not know this action',
				],
				[
					404,
					{ message: 'Route GET:/api/x not found' },
					about,
					'unknownEndpoint',
					'This WAHA server does not know this action',
				],
				[
					404,
					{ message: 'There is no session here. Please start it first.' },
					about,
					'noSession',
					'There is no WhatsApp session "default" on this server',
				],
			],
		),
	])('%d %j about %s', (status, body, about, kind, message) => {
		expect(told(status, body, about)).toMatchObject({ kind, message, status });
	});

	it('with advice', () => {
		expect(told(404, { error: 'Not Found' }, 'other')?.description).toBe(
			'Check the Host URL in the credential: it has to lead to WAHA itself, e.g. http://localhost:3000. The server says: Not Found',
		);
		expect(told(500, exception('gone'), 'inviteCode')?.description).toBe(
			'Check the link, or ask an admin of the group for a new one. WAHA says: gone',
		);
	});
});

describe('a proxy whose server does not answer', () => {
	it.each([502, 503, 504, 520, 522, 524, 530])('%d', (status) => {
		const page = told(status, '<!DOCTYPE html><html></html>');
		expect(page?.message).toBe(`A proxy in front of WAHA answered with an error page (${status})`);
		const words = told(status, `error code: ${status}`);
		expect(words?.message).toBe(
			`WAHA, or a proxy in front of it, is not available right now (${status})`,
		);
		for (const problem of [page, words]) {
			expect(problem).toMatchObject({ kind: 'page', inDoubt: true });
			expect(problem?.description).toMatch(/ It may have happened all the same: look before/);
		}
	});

	it.each([521, 523, 525, 526])('%d, where the request never came to it', (status) => {
		for (const body of ['<!DOCTYPE html><html></html>', `error code: ${status}`]) {
			const problem = told(status, body);
			expect(problem).toMatchObject({ kind: 'page', inDoubt: false, repeat: true });
			expect(problem?.description).not.toMatch(/It may have happened/);
		}
	});

	it.each([501, 505, 519, 531])('but not %d', (status) => {
		expect(told(status, 'no')).toMatchObject({ kind: 'refused', inDoubt: false });
	});
});

describe('of what the server says nobody sees a stack', () => {
	const words = 'Evil\n  twin: no\n    at run (/srv/app.js:1:1)\n    at /srv/b.js:2:2';

	it.each([
		[words, 'Evil'],
		[exception(words), 'Evil'],
		[{ message: words }, 'Evil twin: no'],
		[{ message: [words, words] }, 'Evil twin: no; Evil twin: no'],
		[{ error: words }, 'Evil twin: no'],
		[JSON.stringify(words), 'Evil twin: no'],
	])('%j', (body, shown) => {
		expect(told(500, body)?.message).toBe(`WhatsApp did not do this: ${shown}`);
		expect(told(400, body)?.description).toBe(`WAHA says: ${shown}`);
	});
});

describe('a redirect', () => {
	it.each([
		[301, 'https://waha.example.com/api/x', 'https://waha.example.com'],
		[302, 'https://waha.example.com/', 'https://waha.example.com'],
		[303, 'https://user:word@waha.example.com/api/x?key=1', 'https://waha.example.com'],
		[307, '//waha.example.com/api/x', 'http://waha.example.com'],
		[308, 'http://localhost:3000/waha/api/x', 'http://localhost:3000/waha'],
	])('%d to %s', (status, location, address) => {
		expect(told(status, '<html><body>Moved</body></html>', 'group', location)).toMatchObject({
			kind: 'unexpected',
			message: `The server sends requests on to ${address}`,
			description: 'Enter that address as Host URL in the credential.',
			status,
			inDoubt: false,
		});
	});

	it('within the same address is no reason to enter it', () => {
		expect(told(302, '', 'group', '/login?to=x')).toMatchObject({
			message: 'The server sends requests on to /login',
			description: expect.stringMatching(/^Check the Host URL/),
		});
	});

	it.each([undefined, 'javascript:alert(1)'])('to nowhere: %s', (location) => {
		expect(told(302, '', 'group', location)?.message).toBe(
			'The server at http://localhost:3000 answered in a way that WAHA does not (302)',
		);
	});
});

it('names no password', () => {
	const failures: ConnectionFailure[] = [
		'refused',
		'notFound',
		'certificate',
		'notHttps',
		'broken',
		'timeout',
	];
	const errors = [
		...[200, 301, 404, 418, 500, 502].flatMap((status) => [
			told(status, '<html></html>', 'other', '/x'),
			told(status, '', 'other'),
		]),
		...failures.map((failure) => toldOf(problemOfConnection(failure, context, 1000))),
	];
	const words = errors.map((error) => `${error?.message} ${error?.description}`).join('\n');
	expect(words).not.toMatch(/secret|admin:/);
	expect(words).toContain('http://localhost:3000');
	const unreachable = toldOf(problemOfConnection('refused', context, 1000));
	expect(unreachable.description).toContain('Docker');
});

describe('HTTPS where the server speaks HTTP', () => {
	it.each([
		[
			{
				code: 'EPROTO',
				message: 'write EPROTO 80:error:0A00010B:SSL routines::wrong version number',
			},
		],
		[{ code: 'ERR_SSL_WRONG_VERSION_NUMBER', message: 'tls' }],
		[{ code: 'ERR_SSL_PACKET_LENGTH_TOO_LONG', message: 'tls' }],
		[{ message: 'wrapped', cause: { code: 'ERR_SSL_WRONG_VERSION_NUMBER' } }],
	])('is seen in %j', (error) => {
		expect(connectionFailure(error)).toBe('notHttps');
	});

	it('is told, and not tried again', () => {
		expect(toldOf(problemOfConnection('notHttps', context, 1000))).toMatchObject({
			kind: 'unreachable',
			message: 'http://localhost:3000 does not speak HTTPS',
			description: 'Try http:// in place of https:// in the Host URL of the credential.',
			inDoubt: false,
		});
		for (const effect of ['none', 'repeatable', 'once'] as const) {
			expect(problemOfConnection('notHttps', { ...context, effect }, 1000)).toMatchObject({
				repeat: false,
				inDoubt: false,
			});
		}
	});
});

describe('only the end of a connection is told as one', () => {
	it.each([
		'ERR_INVALID_CHAR',
		'ERR_INVALID_URL',
		'ERR_INVALID_ARG_TYPE',
		'ERR_BAD_REQUEST',
		'ERR_FR_TOO_MANY_REDIRECTS',
		'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
		'ENOENT',
		'EACCES',
	])('not %s', (code) => {
		expect(connectionFailure({ code, message: 'no' })).toBeUndefined();
	});

	it.each([
		'ECONNRESET',
		'EPIPE',
		'ERR_BAD_RESPONSE',
		'ERR_NETWORK',
		'ERR_STREAM_PREMATURE_CLOSE',
		'HPE_INVALID_CONSTANT',
		'UND_ERR_SOCKET',
		'Z_DATA_ERROR',
	])('but %s', (code) => {
		expect(connectionFailure({ code, message: 'no' })).toBe('broken');
	});
});

it.each([
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'CERT_REVOKED',
	'CERT_UNTRUSTED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'HOSTNAME_MISMATCH',
	'INVALID_CA',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])('%s is told as a certificate that is not trusted', (code) => {
	expect(connectionFailure({ message: 'wrapped', cause: { code, message: 'no' } })).toBe(
		'certificate',
	);
});

describe('the version of the server', () => {
	const askedAfter = async (problem: Problem, status?: number): Promise<string[]> => {
		const asked: string[] = [];
		const ask = async ({ path }: Call) => {
			asked.push(path.join('/'));
			return { status: 200, headers: {}, text: '{"version":"2024.1.1"}' };
		};
		await explain(ask, new WahaError(problem, { status }), 'default', [2025, 2, 0]);
		return asked;
	};

	it('is not asked of one that is down', async () => {
		for (const status of [502, 503, 504]) {
			expect(await askedAfter({ name: 'gateway', facts: {} }, status)).toEqual([]);
		}
		const facts = { baseUrl: 'http://localhost:3000', cause: 'refused' as const };
		expect(await askedAfter({ name: 'unreachable', facts })).toEqual([]);
	});

	it('is asked where it may explain the end', async () => {
		expect(await askedAfter({ name: 'unknownGroup', facts: {} }, 404)).toEqual(['server/version']);
		expect(await askedAfter({ name: 'unknownAction', facts: {} }, 404)).toEqual(['server/version']);
	});
});

describe("n8n's own error up to version 2.4, which has no cause", () => {
	const mapped = 'The connection was aborted, perhaps the server is offline';

	it.each<[string, unknown, ConnectionFailure | undefined]>([
		['refused', { httpCode: 'ECONNREFUSED', message: 'mapped', messages: [] }, 'refused'],
		['no such name', { httpCode: 'ENOTFOUND', message: 'mapped' }, 'notFound'],
		[
			'too slow',
			{ httpCode: 'ECONNABORTED', message: mapped, messages: ['timeout of 300ms exceeded'] },
			'timeout',
		],
		[
			'broken off',
			{ httpCode: 'ECONNABORTED', message: mapped, messages: ['stream has been aborted'] },
			'broken',
		],
		['a certificate', { httpCode: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'x' }, 'certificate'],
		['a certificate in the credential test', { name: 'NodeSslError' }, 'certificate'],
		[
			'broken off after a success, by n8n 1',
			{ httpCode: '201', message: 'stream has been aborted' },
			'broken',
		],
		['a status', { httpCode: '404', message: 'x' }, undefined],
		['nothing', { httpCode: null, message: 'x' }, undefined],
	])('%s', (_title, error, failure) => {
		expect(connectionFailure(error)).toBe(failure);
	});
});

it.each<[string, string[], Doing]>([
	['POST', ['groups'], 'create'],
	['GET', ['groups'], 'other'],
	['POST', ['groups', 'refresh'], 'other'],
	['POST', ['groups', 'join'], 'join'],
	['GET', ['groups', '1@g.us'], 'other'],
	['DELETE', ['groups', '1@g.us'], 'other'],
	['POST', ['groups', '1@g.us', 'leave'], 'other'],
	['PUT', ['groups', '1@g.us', 'subject'], 'admin'],
	['GET', ['groups', '1@g.us', 'invite-code'], 'admin'],
	['POST', ['groups', '1@g.us', 'participants', 'remove'], 'change'],
	['POST', ['groups', '1@g.us', 'admin', 'promote'], 'change'],
	['GET', ['lids', '1@lid'], 'other'],
])('%s %j is of this kind: %s', (method, path, doing) => {
	expect(doingOf(method, path)).toBe(doing);
});

describe('words fit what was asked for', () => {
	const say = (words: string, doing: Doing, about: Subject = 'group') => {
		const text = JSON.stringify(exception(words));
		const problem = problemOf({ status: 500, headers: {}, text }, { ...context, doing, about });
		return problem && toldOf(problem);
	};
	const WORDS = [
		'bad-request',
		'at least 1 children',
		'UnexpectedJoinGroupError',
		'x.y is not a function',
		'Connection Closed',
		'forbidden',
		'not-authorized',
		'conflict',
		'Target closed',
		'Timed Out',
		'status 500',
	];
	const DOINGS: Doing[] = ['admin', 'change', 'create', 'join', 'send', 'other'];

	it.each([
		['Protocol error (Runtime.callFunctionOn): Target closed.', /^WAHA lost its connection/],
		['Connection Terminated', /^WAHA lost its connection/],
		['Stream Errored (conflict)', /^WAHA lost its connection/],
		['2 UNKNOWN: websocket not connected', /^WAHA lost its connection/],
		['Timed Out', /^WhatsApp did not answer WAHA in time/],
		['context deadline exceeded', /^WhatsApp did not answer WAHA in time/],
		['feature-not-implemented', /^The engine of this session cannot do this/],
	])('tells the true cause, whatever was asked for: %s', (words, message) => {
		for (const doing of DOINGS) {
			const problem = say(words, doing, doing === 'join' ? 'inviteCode' : 'group');
			expect(problem?.message).toMatch(message);
			// What is no refusal is not looked for another way.
			expect(problem?.kind).not.toBe('refused');
			expect(problem?.description).not.toMatch(/admin|number|link|member|on WhatsApp/);
		}
	});

	it.each(['Target closed', 'Connection Failure', 'Timed Out', 'websocket not connected'])(
		'says that it may have happened: %s',
		(words) => {
			expect(say(words, 'create', 'other')?.description).toMatch(
				/ WAHA says: [\w ]+\. It may have happened all the same: look before you run it again\.$/,
			);
		},
	);

	it.each<[Doing, Subject, string]>([
		['change', 'group', 'check the phone numbers, IDs and texts in it.'],
		['send', 'other', 'check the phone numbers, IDs and texts in it.'],
		['admin', 'group', 'check the group ID, and what was to be set.'],
		['other', 'group', 'check the group ID.'],
		['other', 'inviteCode', 'check the link.'],
		[
			'other',
			'other',
			'Try again in some minutes. If it stays like this, look at the log of the WAHA server.',
		],
	])('names only what can have been entered: %s about %s', (doing, about, advice) => {
		expect(say('bad-request', doing, about)?.description).toContain(advice);
	});

	it('knows who is a member already by the code of WhatsApp Web, too', () => {
		const code = 'Evaluation failed: ServerStatusCodeError: 409';
		expect(say(code, 'join', 'inviteCode')?.message).toMatch(/may be a member/);
	});

	it('blames nobody for an error of the server', () => {
		for (const doing of DOINGS)
			expect(say('status 500', doing)?.description).toMatch(/^Try again in some minutes\./);
	});

	it.each(WORDS)('speaks of admins only where it takes one: %s', (words) => {
		for (const doing of ['create', 'join', 'other'] as const) {
			const problem = say(words, doing, 'other');
			expect(`${problem?.message} ${problem?.description}`).not.toMatch(/no admin/);
		}
	});

	it.each(['forbidden', 'not-authorized', 'Evaluation failed: ServerStatusCodeError: 403'])(
		'knows who is no admin: %s',
		(words) => {
			for (const doing of ['admin', 'change'] as const)
				expect(say(words, doing)?.message).toBe(
					'WhatsApp did not allow it: the account is probably not an admin of this group',
				);
		},
	);

	it.each(['UnexpectedJoinGroupError', 'x.y is not a function'])(
		'says that it may have happened: %s',
		(words) => {
			expect(say(words, 'join', 'inviteCode')).toMatchObject({
				inDoubt: true,
				description: expect.stringMatching(/It may have happened all the same/),
			});
		},
	);

	it('knows who is a member already, and a group that NOWEB does not know', () => {
		expect(say('conflict', 'join', 'inviteCode')?.message).toMatch(/may be a member/);
		const unknown = "Cannot read properties of undefined (reading 'participants')";
		expect(say(unknown, 'other')).toMatchObject({ kind: 'groupNotFound' });
	});

	it('a closed connection is repeated, because nothing was sent', () => {
		const text = JSON.stringify(exception('Connection Closed'));
		expect(problemOf({ status: 500, headers: {}, text }, context)).toMatchObject({
			repeat: true,
			inDoubt: false,
		});
	});
});
