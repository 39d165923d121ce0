import { chatId, lidId, shownId } from '../model/people';
import type { Engine, Person } from '../model/types';

/** Who looks at the contact. */
interface View {
	engine: Engine;
	account: Person;
}

// @witness documented: a contact is `{id, name?, pushname?, shortName?, …}`
// @witness chosen: fields of contacts by engine, as read in WAHA's sources: WEBJS and WPP give the browser's whole
//   object, NOWEB `{id, name?, pushname?}`, GOWS `{id, name, pushname}` with empty texts
/** A contact in the words of an engine. */
export function contactOf(person: Person, { engine, account }: View): object {
	const { name, pushName } = person;
	const id = shownId(person);
	if (engine === 'GOWS') return { id, name: name ?? '', pushname: pushName ?? '' };
	if (engine === 'NOWEB') {
		return {
			id,
			...(person.hidden &&
				person.resolvable && { lid: lidId(person), phoneNumber: chatId(person) }),
			...(name !== null && { name }),
			...(pushName !== null && { pushname: pushName }),
		};
	}
	return {
		id,
		number: person.hidden ? person.lid : person.phone,
		isBusiness: false,
		isMe: person === account,
		isUser: true,
		isGroup: false,
		isWAContact: true,
		isMyContact: name !== null,
		isBlocked: false,
		...(name !== null && { name, shortName: name.split(' ')[0] }),
		...(pushName !== null && { pushname: pushName }),
	};
}
