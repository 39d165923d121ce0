import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isRecord } from '../waha/json';

/**
 * What a trigger writes down in n8n's database: signing key, session, address, deliveries seen.
 * Test and production have a part each, so that the one never forgets the other's.
 */
export function notesOf(context: IHookFunctions | IWebhookFunctions): IDataObject {
	const data = context.getWorkflowStaticData('node');
	const part = context.getMode() === 'manual' ? 'test' : 'production';
	if (!isRecord(data[part])) data[part] = {};
	return data[part] as IDataObject;
}
