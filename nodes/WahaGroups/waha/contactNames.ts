import type { Call } from './http/call';
import type { Reply } from './http/reply';
import { listOf } from './http/reply';
import { readPersonId } from './input/ids';
import { isRecord } from './json';
import { keysOf } from './phones/samePerson';

/** How many contacts are asked for at once, and how many are read at most. */
const PAGE = 1000;
const MOST = 200_000;

/** Where a contact's name stands, the best first: as the account saved it, as the person goes by, and the short form of it. */
const NAME_FIELDS = ['name', 'pushname', 'shortName'] as const;

/** Where the ids of a contact stand; the engines of the protocol can tell hidden id and number in one. */
const ID_FIELDS = ['id', 'lid', 'pn', 'phoneNumber', 'jid'] as const;

interface Name {
	/** Which of the fields told it, from 0. */
	rank: number;
	text: string;
}

function nameIn(contact: Record<string, unknown>): Name | undefined {
	for (const [rank, field] of NAME_FIELDS.entries()) {
		const value = contact[field];
		if (typeof value === 'string' && value.trim() !== '') return { rank, text: value.trim() };
	}
	return undefined;
}

/** The better one of two names; undefined where there is none. */
function better(one: Name | undefined, other: Name | undefined): Name | undefined {
	return one === undefined || (other !== undefined && other.rank < one.rank) ? other : one;
}

/** The names of people, as the contacts of an account have them. */
export class ContactNames {
	/** By the key under which people are compared. */
	private readonly names = new Map<string, Name>();

	/** Takes contacts in, as any engine writes them; what is no person or has no name is passed over. */
	add(contacts: readonly unknown[]): void {
		for (const contact of contacts) {
			const name = isRecord(contact) ? nameIn(contact) : undefined;
			if (!isRecord(contact) || name === undefined) continue;
			const ids = ID_FIELDS.flatMap((field) => readPersonId(contact[field]) ?? []);
			for (const key of keysOf(ids)) {
				const best = better(this.names.get(key), name);
				if (best) this.names.set(key, best);
			}
		}
	}

	/** The name of somebody; null where nobody knows it. In: all ids that the person is known under. */
	nameOf(ids: readonly string[]): string | null {
		const found = keysOf(ids).map((key) => this.names.get(key));
		return found.reduce(better, undefined)?.text ?? null;
	}
}

/**
 * Reads the contacts of a session's account into `names`, page by page. In: what sends a call within the session.
 * Throws WahaError; what was read before stays in.
 */
export async function readContacts(
	send: (call: Call) => Promise<Reply>,
	names: ContactNames,
): Promise<void> {
	let before: string | undefined;
	for (let offset = 0; offset < MOST; offset += PAGE) {
		const reply = await send({
			method: 'GET',
			path: ['contacts', 'all'],
			query: { limit: PAGE, offset },
			sessionIn: 'query',
			about: 'other',
		});
		const page = listOf(reply);
		names.add(page);
		// Old servers know neither limit nor offset and send all of them each time.
		if (page.length !== PAGE || reply.text === before) return;
		before = reply.text;
	}
}
