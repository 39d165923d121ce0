import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { signature } from '../../sandbox';
import { groupIds } from './sandbox-process';
import { quantile } from './statistics';

/** How a receiver stood so many deliveries. */
export interface DeliveryRun {
	perSecond: number;
	/** Milliseconds until the answer: of half of them, and of 99 in 100. */
	p50: number;
	p99: number;
	/** Deliveries that were not answered with 200. */
	refused: number;
}

/** An event as WAHA sends it when somebody joins a group. */
function joinEvent(n: number): string {
	const phone = `49160${String(n).padStart(7, '0')}`;
	const now = Date.now();
	return JSON.stringify({
		id: `evt_${randomUUID()}`,
		timestamp: now,
		event: 'group.v2.participants',
		session: 'default',
		engine: 'WEBJS',
		me: { id: '4915100001001@c.us', pushName: 'Sandbox' },
		metadata: {},
		payload: {
			type: 'join',
			timestamp: Math.floor(now / 1000),
			group: { id: groupIds[n % groupIds.length] },
			participants: [{ id: `${phone}@c.us`, role: 'participant' }],
			_data: {},
		},
		environment: { version: '2026.7', engine: 'WEBJS', tier: 'CORE' },
	});
}

/** Sends signed events, each with an id of its own, so many at once; the next follows an answer. */
export async function deliver(
	url: string,
	key: string,
	count: number,
	atOnce: number,
): Promise<DeliveryRun> {
	const times: number[] = [];
	let refused = 0;
	let next = 0;
	const worker = async (): Promise<void> => {
		while (next < count) {
			const body = joinEvent(next++);
			const headers = {
				'Content-Type': 'application/json',
				'X-Webhook-Request-Id': randomUUID(),
				'X-Webhook-Timestamp': String(Date.now()),
				'X-Webhook-Hmac': signature(body, key),
				'X-Webhook-Hmac-Algorithm': 'sha512',
			};
			const start = performance.now();
			const { status } = await axios.post(url, body, { headers, validateStatus: () => true });
			times.push(performance.now() - start);
			if (status !== 200) refused += 1;
		}
	};
	const start = performance.now();
	await Promise.all(Array.from({ length: atOnce }, worker));
	const seconds = (performance.now() - start) / 1000;
	return {
		perSecond: count / seconds,
		p50: quantile(times, 0.5),
		p99: quantile(times, 0.99),
		refused,
	};
}
