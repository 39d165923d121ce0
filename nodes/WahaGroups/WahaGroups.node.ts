import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { actionCode, searchGroups, searchSessions, wahaApiTest } from './onDemand';
import properties from './WahaGroups.properties.json';
import { operationSubtitle } from './fields/subtitle';

export class WahaGroups implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WAHA Groups',
		name: 'wahaGroups',
		icon: { light: 'file:../../icons/waha.svg', dark: 'file:../../icons/waha.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle(properties),
		description:
			'Manages WhatsApp groups, members, admins, invite links and join requests, and sends messages, with WAHA',
		defaults: { name: 'WAHA Groups' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'wahaApi', required: true, testedBy: 'wahaApiTest' }],
		properties,
	};

	methods = {
		credentialTest: { wahaApiTest },
		listSearch: { searchGroups, searchSessions },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await actionCode();
		return await execute(this);
	}
}
