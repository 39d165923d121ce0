import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { deliveryCode, hooksCode, loadGroups, searchSessions, wahaApiTest } from './onDemand';
import { eventsSubtitle, triggerPanel } from './trigger/panel';
import properties from './WahaGroupsTrigger.properties.json';

export class WahaGroupsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WAHA Groups Trigger',
		name: 'wahaGroupsTrigger',
		icon: { light: 'file:../../icons/waha.svg', dark: 'file:../../icons/waha.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: eventsSubtitle(properties),
		// n8n lists both nodes as one entry and shows only this text for the two.
		description:
			'Starts the workflow when somebody joins, leaves or asks to join a WhatsApp group. Also manages groups, members and join requests, and sends messages.',
		defaults: { name: 'WAHA Groups Trigger' },
		eventTriggerDescription: 'Waiting for an event in your WhatsApp groups',
		activationMessage:
			'From now on, the chosen events in your WhatsApp groups start this workflow.',
		triggerPanel,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'wahaApi', required: true, testedBy: 'wahaApiTest' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'webhook',
				// Nobody needs the address where the node enters it in WAHA itself.
				ndvHideUrl: '={{ $parameter["registration"] !== "manual" }}',
			},
		],
		properties,
	};

	methods = {
		credentialTest: { wahaApiTest },
		listSearch: { searchSessions },
		loadOptions: { loadGroups },
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const { checkExists } = await hooksCode();
				return await checkExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				const { create } = await hooksCode();
				return await create(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				const { remove } = await hooksCode();
				return await remove(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { receive } = await deliveryCode();
		return await receive(this);
	}
}
