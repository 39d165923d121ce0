import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { fingerprint, isDouble } from '../../../nodes/WahaGroups/trigger/doubles';

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
