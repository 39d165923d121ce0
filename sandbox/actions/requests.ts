import { nowSeconds } from '../model/clock';
import { setRole } from '../model/groups';
import { shownId } from '../model/people';
import type { Group, JoinRequest, Person, Session } from '../model/types';
import type { Stage } from '../stage';
import { demandAdmin } from './rights';

/** What became of one person of an approval or a refusal. */
export interface RequestResult {
	requesterId: string | null;
	success: boolean;
	error?: number;
}

/** Lets people ask to come in; who asks twice asks once. */
export function ask(
	world: Stage,
	group: Group,
	people: Person[],
	method: JoinRequest['method'],
): void {
	for (const person of people) {
		if (group.requests.has(person.phone)) continue;
		const request = { person, method, at: nowSeconds() };
		group.requests.set(person.phone, request);
		world.publishRequest(group, request, 'created');
	}
}

/** Approves or rejects in the name of a session's account. */
export function decide(
	world: Stage,
	session: Session,
	group: Group,
	ids: string[],
	approve: boolean,
): RequestResult[] {
	demandAdmin(session, group);
	return ids.map((id): RequestResult => {
		const person = world.people.find(id);
		const request = person ? group.requests.get(person.phone) : undefined;
		// @witness chosen: to approve who did not ask is `success: false` with error 404
		if (!person || !request) return { requesterId: id, success: false, error: 404 };
		group.requests.delete(person.phone);
		if (approve) {
			setRole(group, person, 'participant');
			const { account: author } = session;
			// @witness documented: an approved request comes as `group.v2.participants` join
			world.publish({
				kind: 'join',
				group,
				people: [person],
				author,
				how: 'invite',
				at: nowSeconds(),
			});
		} else world.publishRequest(group, request, 'rejected');
		return { requesterId: shownId(person), success: true };
	});
}
