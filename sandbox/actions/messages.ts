import { refusal } from '../engines/refusals';
import { nowSeconds } from '../model/clock';
import { isAdmin } from '../model/groups';
import type { Message } from '../model/messages';
import { randomText } from '../model/random';
import type { Person, Session } from '../model/types';
import type { Stage } from '../stage';
import { groupFor } from './groups';

/** Sends a text in the name of a session's account; refuses like the engine where it may not write. */
export function sendText(
	world: Stage,
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

function checkChat(world: Stage, session: Session, chatId: string): void {
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
