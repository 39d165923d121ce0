import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Resources } from './framework/operation';
import { runItems } from './framework/runner';
import { admin } from './resources/admin';
import { group } from './resources/group';
import { inviteCodeResource } from './resources/inviteCode';
import { joinRequest } from './resources/joinRequest';
import { messageResource } from './resources/message';
import { participantsResource } from './resources/participants';

/** Every resource of the action node. */
export const RESOURCES: Resources = {
	admin,
	group,
	inviteCode: inviteCodeResource,
	joinRequest,
	message: messageResource,
	participants: participantsResource,
};

/** Runs the action node. Throws the error of the lowest item that failed, unless the node is to continue. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await runItems(context, RESOURCES);
}
