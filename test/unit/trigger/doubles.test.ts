import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import {
	fingerprint,
	isDouble,
	timelessNames,
} from '../../../nodes/WahaGroups/trigger/delivery/doubles';

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** What a host other than n8n's web server may hand over: nobody is connected, and nobody is ever answered. */
const unconnected = (): Response =>
	new ServerResponse(new IncomingMessage(new Socket())) as unknown as Response;

describe('without a connection to answer', () => {
	const mark = fingerprint('event 1');

	it('the first one counts at once: a copy does not wait for an answer that never comes', async () => {
		const data: IDataObject = {};
		expect(await isDouble('without connection', mark, data, unconnected())).toBe(false);
		expect(await isDouble('without connection', mark, data, unconnected())).toBe(true);
	});

	it('and is in the notes for after a restart', async () => {
		const data: IDataObject = {};
		await isDouble('another', mark, data, unconnected());
		expect(data).toEqual({ seen: mark });
	});
});

describe('what has neither id nor time', () => {
	const body = Buffer.from('[{"id":"120363041234567890@g.us"}]');
	const isAgain = async (trigger: string, nowMs: number, what = body): Promise<boolean> => {
		const [name, ...others] = timelessNames(what, nowMs);
		return await isDouble(trigger, name, {}, unconnected(), others);
	};

	it('counts as a double for one minute only', async () => {
		const began = 1_700_000_000_500;
		expect(await isAgain('timeless', began)).toBe(false);
		for (const seconds of [0, 1, 30, 59]) {
			expect(await isAgain('timeless', began + seconds * 1000)).toBe(true);
		}
		expect(await isAgain('timeless', began + 60_000)).toBe(false);
		expect(await isAgain('timeless', began + 61_000)).toBe(true);
	});

	it('is no double of other words', async () => {
		expect(await isAgain('words', 1_700_000_000_000)).toBe(false);
		expect(await isAgain('words', 1_700_000_000_000, Buffer.from('[]'))).toBe(false);
	});
});
