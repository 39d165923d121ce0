import type { Change, Group, Outcome, Person } from '../model/types';

export interface GroupView {
	/** Whose eyes it is seen with. */
	viewer: Person;
	participants: boolean;
}

/** How one engine words what the sandbox knows. */
export interface EngineShapes {
	group(group: Group, view: GroupView): object;
	participants(group: Group): object[];
	/** What a create answers. */
	created(group: Group, outcomes: Outcome[]): object;
	added(group: Group, outcomes: Outcome[]): object;
	/** What remove, promote and demote answer. */
	changed(group: Group, outcomes: Outcome[]): object;
	/** What join-info answers. */
	inviteInfo(group: Group): object;
	/** The engine's own record of a change, sent as `_data` of the group.v2 events. */
	data(change: Change, viewer: Person): object;
}
