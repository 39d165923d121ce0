import { chatId, shownId } from './people';
import type { JoinRequest, Person } from './types';

/** The number of somebody who asks, where the account can know it. */
export const requesterPn = (person: Person): string | null =>
	person.hidden && !person.resolvable ? null : chatId(person);

/** A request as the list of a group has it. */
export function requestShape({ person, method, at }: JoinRequest): object {
	return {
		requesterId: shownId(person),
		requesterPn: requesterPn(person),
		addedById: null,
		parentGroupId: null,
		requestMethod: method,
		timestamp: at,
	};
}
