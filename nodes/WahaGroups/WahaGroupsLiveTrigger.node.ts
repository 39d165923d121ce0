import type {
	INodeType,
	INodeTypeDescription,
	ITriggerFunctions,
	ITriggerResponse,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { liveCode, loadGroups, searchSessions, wahaApiTest } from './onDemand';
import { eventsSubtitle, panelOf } from './trigger/panel';
import properties from './WahaGroupsLiveTrigger.properties.json';

export class WahaGroupsLiveTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WAHA Groups Live Trigger',
		name: 'wahaGroupsLiveTrigger',
		icon: { light: 'file:../../icons/waha.svg', dark: 'file:../../icons/waha.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: eventsSubtitle(properties),
		description:
			'Starts the workflow when somebody joins, leaves or asks to join a WhatsApp group, over a live connection to WAHA: no webhook, and no session restarts.',
		defaults: { name: 'WAHA Groups Live Trigger' },
		eventTriggerDescription: 'Waiting for an event in your WhatsApp groups',
		activationMessage:
			'From now on, the chosen events in your WhatsApp groups start this workflow.',
		triggerPanel: panelOf(),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'wahaApi', required: true, testedBy: 'wahaApiTest' }],
		properties,
	};

	methods = {
		credentialTest: { wahaApiTest },
		listSearch: { searchSessions },
		loadOptions: { loadGroups },
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		const { startListening } = await liveCode();
		return await startListening(this);
	}
}
