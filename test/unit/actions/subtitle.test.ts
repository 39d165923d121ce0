import type { INodeParameters, INodeType, INodeTypes } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { WahaGroups, WahaGroupsTrigger } from '../../..';

/** What n8n's canvas shows under a node: its own code works the subtitle out. */
function shown(nodeType: INodeType, parameters: INodeParameters): unknown {
	const { name, subtitle, version } = nodeType.description;
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const node = { id: '1', name: 'Node', type: name, typeVersion: Number(version), parameters };
	const workflow = new Workflow({
		nodes: [{ ...node, position: [0, 0] }],
		connections: {},
		active: false,
		nodeTypes,
	});
	const stored = workflow.getNode('Node');
	if (stored === null) throw new Error('There is no node');
	return workflow.expression.getSimpleParameterValue(stored, subtitle, 'internal', {});
}

const picked = { __rl: true, mode: 'list', value: '1@g.us', cachedResultName: 'Team Berlin' };
const typed = { __rl: true, mode: 'id', value: '1@g.us' };
const byExpression = { __rl: true, mode: 'id', value: '={{ $json.groupId }}' };

it.each<[INodeParameters, string]>([
	[{ resource: 'participants', operation: 'getAll' }, 'get many: participant'],
	[
		{ resource: 'participants', operation: 'add', groupId: picked },
		'add: participant, Team Berlin',
	],
	[{ resource: 'group', operation: 'get', groupId: typed }, 'get: group'],
	[{ resource: 'group', operation: 'get', groupId: byExpression }, 'get: group'],
	[{ resource: 'inviteCode', operation: 'revoke' }, 'revoke: invite link'],
	[{ resource: 'group', operation: 'setInfoAdminOnly' }, 'set who can edit group info: group'],
])('of the action: %j', (parameters, subtitle) => {
	expect(shown(new WahaGroups(), parameters)).toBe(subtitle);
});

it.each<[INodeParameters, string]>([
	[{ events: ['join', 'leave'] }, 'member joined, member left'],
	[{ events: ['join'], filters: { groups: [] } }, 'member joined'],
	[{ events: ['join'], filters: { groups: ['1@g.us'] } }, 'member joined, in 1 group'],
	[{ events: ['join'], filters: { groups: ['1@g.us', '2@g.us'] } }, 'member joined, in 2 groups'],
	[{ events: ['join'], filters: { groups: '={{ $json.all }}' } }, 'member joined'],
])('of the trigger: %j', (parameters, subtitle) => {
	expect(shown(new WahaGroupsTrigger(), parameters)).toBe(subtitle);
});
