import type { Person } from './types';

const PARTICIPANT_ID = /^(\d{3,20})(?::\d+)?@(c\.us|s\.whatsapp\.net|lid)$/;

/** Splits a participant id; null where it is none. */
export function parseId(id: string): { user: string; kind: 'phone' | 'lid' } | null {
	const [, user, server] = PARTICIPANT_ID.exec(id) ?? [];
	if (user === undefined) return null;
	return { user, kind: server === 'lid' ? 'lid' : 'phone' };
}

// @witness chosen: requests name people by `…@c.us` or `…@lid`; the forms that only come out of engines
//   (`…@s.whatsapp.net`, a device as in `…:12@…`) are refused with 500
/** The two forms of an id that WAHA's documentation has in requests; the others only come out of engines. */
export function isRequestId(id: string): boolean {
	return /^\d{3,20}@(c\.us|lid)$/.test(id);
}

// @witness chosen: a number with a leading zero, or of fewer than 5 or more than 15 digits, is not on WhatsApp
/** Whether a number can be somebody's on WhatsApp: with country code, 5 to 15 digits. */
export function isFullNumber(phone: string): boolean {
	return /^[1-9]\d{4,14}$/.test(phone);
}

/** `<digits>@c.us`, WAHA's own form of a phone number. */
export const chatId = (person: Person): string => `${person.phone}@c.us`;
/** `<digits>@s.whatsapp.net`, the form of the engines that speak the protocol. */
export const jid = (person: Person): string => `${person.phone}@s.whatsapp.net`;
export const lidId = (person: Person): string => `${person.lid}@lid`;
/** The id under which groups show this person. */
export const shownId = (person: Person): string => (person.hidden ? lidId(person) : chatId(person));
/** The same in the words of NOWEB and GOWS. */
export const shownJid = (person: Person): string => (person.hidden ? lidId(person) : jid(person));

/** Everybody on this WhatsApp, by phone number and by lid. */
export class People {
	private readonly byPhone = new Map<string, Person>();
	private readonly byLid = new Map<string, Person>();

	/** The person with this number; whoever is not known yet is on WhatsApp with nothing special. */
	phone(phone: string): Person {
		const known = this.byPhone.get(phone);
		if (known) return known;
		const person: Person = {
			phone,
			lid: this.freeLid(phone),
			hidden: false,
			resolvable: true,
			addResult: null,
			inviteSent: true,
			name: null,
			pushName: null,
		};
		this.byPhone.set(phone, person);
		this.byLid.set(person.lid, person);
		return person;
	}

	/** Finds by `…@c.us`, `…@s.whatsapp.net` or `…@lid`; null for an unknown lid or what is no id. */
	find(id: string): Person | null {
		const parsed = parseId(id);
		if (!parsed) return null;
		return parsed.kind === 'lid' ? (this.byLid.get(parsed.user) ?? null) : this.phone(parsed.user);
	}

	/** Like `find` by number, but never makes a new person. */
	known(phone: string): Person | null {
		return this.byPhone.get(phone) ?? null;
	}

	all(): Person[] {
		return [...this.byPhone.values()];
	}

	clear(): void {
		this.byPhone.clear();
		this.byLid.clear();
	}

	/** The same number has the same lid in every run. */
	private freeLid(phone: string): string {
		let hash = 2166136261;
		for (const digit of phone) hash = Math.imul(hash ^ digit.charCodeAt(0), 16777619) >>> 0;
		let lid = `1${String(hash).padStart(10, '0')}${phone.slice(-3).padStart(3, '0')}`;
		while (this.byLid.has(lid)) lid = `${lid}7`;
		return lid;
	}
}

/** How a person is called by an account: as in its contacts, else as they call themselves. */
export const shownName = ({ name, pushName }: Person): string | null => name ?? pushName;
