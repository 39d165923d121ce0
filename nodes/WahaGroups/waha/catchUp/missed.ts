import type { Member } from '../answers/shapes';
import type { GroupEvent } from '../events/groupEvent';
import { anyOf } from '../events/samePeople';
import { phoneOf } from '../input/ids';
import { idsOf } from '../phones/samePerson';
import type { Person } from './people';
import type { Kind } from './recent';

/** A join or leave that was missed; never of more than one person. */
export interface Missed extends GroupEvent<Kind> {
	/** When the list was asked for that shows it, in milliseconds since 1970. */
	listedMs: number;
}

/** What is told of somebody who joined or left unseen; when it happened, and by whom, nobody knows. In: the list that shows it. */
export function missed(
	event: Kind,
	groupId: string,
	person: Person,
	members: readonly Member[],
	listedMs: number,
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
		listedMs,
	};
}
