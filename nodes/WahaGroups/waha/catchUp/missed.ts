import type { Member } from '../answers/shapes';
import type { GroupEvent } from '../events/groupEvent';
import { anyOf } from '../events/samePeople';
import { phoneOf } from '../input/ids';
import { idsOf } from '../phones/samePerson';
import type { Person } from './people';
import type { Kind } from './recent';

/** A join or leave that was missed; never of more than one person. */
export type Missed = GroupEvent<Kind>;

/** What is told of somebody who joined or left unseen. In: the list that shows it. When it happened, and by whom, nobody knows. */
export function missed(
	event: Kind,
	groupId: string,
	person: Person,
	members: readonly Member[],
): Missed {
	const isPerson = anyOf(person);
	const member = members.find((one) => isPerson(idsOf(one)));
	const [participantId = ''] = person;
	const [phoneNumber = null] = person.flatMap((id) => phoneOf(id) ?? []);
	const role = event === 'leave' ? 'left' : (member?.role ?? 'participant');
	return {
		event,
		groupId,
		participants: [{ participantId, phoneNumber, role }],
		actorId: null,
		actorIds: [],
		group: null,
		timestamp: null,
		source: 'catchUp',
	};
}
