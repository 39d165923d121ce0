import { LoadOptionsContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { WahaGroups, WahaGroupsTrigger } from '../../..';
import { additionalData, nodeTypes } from './run';

interface Picker {
	server: { url: string; apiKey: string };
	credential?: IDataObject;
	/** As the editor has them; the session `default` where left out. */
	parameters?: INodeParameters;
	method: 'searchGroups' | 'searchSessions';
	filter?: string;
	paginationToken?: string;
}

/** A node as the editor has it, with the session `default` unless its parameters say otherwise. */
function editorOf(
	name: string,
	type: string,
	{ server, credential, parameters }: Pick<Picker, 'server' | 'credential' | 'parameters'>,
): LoadOptionsContext {
	const all: INodeParameters = {
		session: { __rl: true, mode: 'list', value: 'default' },
		...parameters,
	};
	const node: INode = {
		id: 'node',
		name,
		type: `n8n-nodes-waha-groups.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters: all,
		credentials: { wahaApi: { id: '1', name: 'WAHA' } },
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const data = { ...additionalData({ server, credential }), currentNodeParameters: all };
	return new LoadOptionsContext(workflow, node, data, '');
}

/** What the editor gets when somebody opens, searches or scrolls a list of the node. */
export async function search(picker: Picker): Promise<INodeListSearchResult> {
	const { method, filter, paginationToken } = picker;
	const context = editorOf('WAHA Groups', 'wahaGroups', picker);
	const { listSearch } = new WahaGroups().methods;
	const call = listSearch[method];
	if (!call) throw new Error(`The node has no ${method}`);
	return await call.call(context, filter, paginationToken);
}

/** What the editor gets when somebody opens the trigger's list of groups. In: its filter as the editor has it. */
export async function listedGroups(
	server: Picker['server'],
	filters: INodeParameters = {},
): Promise<INodePropertyOptions[]> {
	const setup = { server, parameters: { filters } };
	const context = editorOf('WAHA Groups Trigger', 'wahaGroupsTrigger', setup);
	return await new WahaGroupsTrigger().methods.loadOptions.loadGroups.call(context);
}

/** All pages of a list, as somebody sees them who scrolls to the end. */
export async function scroll(
	picker: Omit<Picker, 'paginationToken'>,
): Promise<INodeListSearchResult['results'][]> {
	const pages: INodeListSearchResult['results'][] = [];
	let paginationToken: string | undefined;
	do {
		const page = await search({ ...picker, paginationToken });
		pages.push(page.results);
		paginationToken = page.paginationToken as string | undefined;
	} while (paginationToken !== undefined && pages.length < 100);
	return pages;
}
