import { admin } from './admin';
import type { Cases } from './case';
import { group } from './group';
import { groupChanges } from './groupChanges';
import { inviteCode } from './inviteCode';
import { joinRequest } from './joinRequest';
import { message } from './message';
import { participants } from './participants';

/** Every operation of the action node under its stored values: adding one to the node means adding it here. */
export const CASES: Readonly<Record<string, Cases>> = {
	group: { ...group, ...groupChanges },
	participants,
	admin,
	inviteCode,
	joinRequest,
	message,
};
