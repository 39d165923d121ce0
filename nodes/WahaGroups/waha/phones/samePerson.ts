/**
 * One person under two numbers: WhatsApp knows some numbers with a digit that is dialled or not, depending on when
 * the account was made and on the engine. Written down by WAHA and by the makers of the engines; compared with the
 * countries' number plans.
 */
const ONE_OF_TWO: ReadonlyArray<readonly [RegExp, string]> = [
	// Brazil: mobiles got a 9 in front of their eight digits; those that begin with 2 to 5 are landlines, which did not.
	[/^55([1-9]\d)9([16-9]\d{7})@c\.us$/, '55$1$2@c.us'],
	// Mexico: a 1 stood behind the country code of mobiles until 2019; no number there begins with 1.
	[/^521([2-9]\d{9})@c\.us$/, '52$1@c.us'],
	// Argentina: a 9 behind the country code marks mobiles called from abroad; no area code there begins with 9.
	[/^549([1-8]\d{9})@c\.us$/, '54$1@c.us'],
];

/**
 * The key under which a person is compared: the same for all forms of one number.
 * In: an id, `<digits>@c.us`, `<digits>@lid` or any other. Out: a key to compare by, never to be sent to a server;
 * an id that has one form only is its own key.
 */
export function personKey(id: string): string {
	for (const [twoForms, key] of ONE_OF_TWO) {
		if (twoForms.test(id)) return id.replace(twoForms, key);
	}
	return id;
}

/** A person as our outputs tell one: an id, and digits with the country code first, null where they are hidden. */
interface Person {
	participantId: string;
	phoneNumber: string | null;
}

/** All ids that a person is known under. */
export function idsOf({ participantId, phoneNumber }: Person): string[] {
	return phoneNumber === null ? [participantId] : [participantId, `${phoneNumber}@c.us`];
}

/** What ids have in common with all other forms of the same people: only these are compared. */
export function keysOf(ids: readonly string[]): string[] {
	return ids.map(personKey);
}

/** The keys under which members are found. */
export function keysOfAll(members: readonly Person[]): Set<string> {
	return new Set(members.flatMap((member) => keysOf(idsOf(member))));
}
