import { request } from 'node:http';

import { SEED, signature } from '../../sandbox';

export interface Posted {
	body?: string | Buffer;
	headers?: Record<string, string | string[]>;
	method?: string;
}

/** Posts bytes and headers as they are given; several values make a header come several times. */
export async function post(
	url: string,
	{ body = '', headers = {}, method = 'POST' }: Posted,
): Promise<{ status: number; text: string }> {
	return await new Promise((resolve, reject) => {
		const bytes = Buffer.from(body);
		const outgoing = request(
			url,
			{ method, agent: false, headers: { 'Content-Length': bytes.length, ...headers } },
			(answer) => {
				const chunks: Buffer[] = [];
				answer.on('data', (chunk: Buffer) => chunks.push(chunk));
				answer.on('error', reject);
				answer.on('end', () => {
					resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
				});
			},
		);
		outgoing.on('error', reject);
		outgoing.end(bytes);
	});
}

let events = 0;

/** The envelope of an event as WAHA sends it; each has an id of its own. */
export function envelope(more: Record<string, unknown> = {}): Record<string, unknown> {
	events += 1;
	return {
		id: `evt_${String(events).padStart(26, '0')}`,
		timestamp: Date.now(),
		event: 'group.v2.participants',
		session: 'default',
		engine: 'WEBJS',
		me: { id: `${SEED.phones.default}@c.us` },
		payload: joined(),
		environment: { version: '2026.7.1' },
		...more,
	};
}

/** The payload of a join. */
export function joined(more: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		type: 'join',
		timestamp: Math.floor(Date.now() / 1000),
		group: { id: SEED.groups.team },
		participants: [{ id: '4915400004001@c.us', pn: '4915400004001@c.us', role: 'participant' }],
		_data: {},
		...more,
	};
}

/** The headers of a delivery with this body. */
export function signed(body: string, key: string): Record<string, string> {
	return {
		'Content-Type': 'application/json',
		'X-Webhook-Request-Id': `request-${events}`,
		'X-Webhook-Timestamp': String(Date.now()),
		'X-Webhook-Hmac': signature(body, key),
		'X-Webhook-Hmac-Algorithm': 'sha512',
	};
}
