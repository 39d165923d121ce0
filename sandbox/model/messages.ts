import { refusal } from '../engines/refusals';
import { nowSeconds } from './clock';
import { groupFor } from './actions';
import { isAdmin } from './groups';
import { randomText } from './random';
import type { Person, Session } from './types';
import type { World } from '../world';

/** A text message that an account has sent. */
export interface Message {
	/** Counts from 1 in the order of sending. */
	n: number;
	/** As WhatsApp counts messages: `3EB0…`. */
	id: string;
	session: string;
	/** The phone number of the account. */
	from: string;
	/** The group or the person that it went to. */
	chatId: string;
	text: string;
	/** The ids of those whom it mentions. */
	mentions: string[];
	/** It mentions everyone. */
	mentionsAll: boolean;
	/** The id of the message that it answers. */
	replyTo: string | null;
	/** Unix seconds. */
	at: number;
}

/** Every message that was sent since the start or the last `clear`. */
export class Messages {
	private sent: Message[] = [];

	add(message: Omit<Message, 'n'>): Message {
		const numbered = { n: (this.sent.at(-1)?.n ?? 0) + 1, ...message };
		this.sent.push(numbered);
		return numbered;
	}

	list(): Message[] {
		return [...this.sent];
	}

	clear(): void {
		this.sent = [];
	}
}

/** Sends a text in the name of a session's account; refuses like the engine where it may not write. */
export function sendText(
	world: World,
	session: Session,
	{ chatId, text, mentions, replyTo }: Pick<Message, 'chatId' | 'text' | 'mentions' | 'replyTo'>,
): Message {
	// A bare number is taken for that of a person.
	const chat = chatId.includes('@') ? chatId : `${chatId}@c.us`;
	checkChat(world, session, chat);
	// @witness documented: `mentions: ["all"]` is everyone since 2025.11.1, not on WPP
	// @witness chosen: where `all` is not known it mentions nobody
	const all = session.engine !== 'WPP' && world.has('mentionAll') && mentions.includes('all');
	return world.messages.add({
		id: `3EB0${randomText(world.random, '0123456789ABCDEF', 18)}`,
		session: session.name,
		from: session.account.phone,
		chatId: chat,
		text,
		mentions: mentions.filter((id) => id !== 'all'),
		mentionsAll: all,
		replyTo,
		at: nowSeconds(),
	});
}

function checkChat(world: World, session: Session, chatId: string): void {
	if (chatId.endsWith('@g.us')) {
		const group = groupFor(world, session, chatId);
		if (group.messagesAdminOnly && !isAdmin(group, session.account)) {
			throw refusal(session.engine, 'not-admin');
		}
		return;
	}
	const person: Person | null = world.people.find(chatId);
	// @witness chosen: a text to somebody who is not on WhatsApp is refused, on every engine
	// What cannot be added because it is not on WhatsApp cannot be written to, either.
	if (!person || person.addResult === 404) throw refusal(session.engine, 'bad-id');
}
