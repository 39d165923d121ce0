import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { actionCode, searchGroups, searchSessions, wahaApiTest } from './onDemand';
import properties from './WahaGroups.properties.json';

export class WahaGroups implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WAHA Groups',
		name: 'wahaGroups',
		icon: { light: 'file:../../icons/waha.svg', dark: 'file:../../icons/waha.dark.svg' },
		group: ['transform'],
		version: 1,
		// As people read them: "getAll" is shown as "get many", "setDescription" as "set description".
		subtitle:
			'={{ ($parameter["operation"].replace("getAll", "getMany") + ": " + $parameter["resource"]).replace(/[A-Z]/g, " $&").toLowerCase() }}',
		description: 'Manage WhatsApp groups, their participants, admins and invite codes with WAHA',
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
