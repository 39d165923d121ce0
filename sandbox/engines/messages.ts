import { jid } from '../model/people';
import type { Message } from '../model/messages';
import type { Session } from '../model/types';

// @witness documented: the id of a sent text is a string or an object with `_serialized`
/** What the engine answers once a text is sent. */
export function sentMessage({ engine, account }: Session, message: Message): object {
	const { id, chatId, text, at } = message;
	const serialized = `true_${chatId}_${id}`;
	if (engine === 'NOWEB') {
		return {
			key: { remoteJid: chatId.replace(/@c\.us$/, '@s.whatsapp.net'), fromMe: true, id },
			message: { extendedTextMessage: { text } },
			messageTimestamp: String(at),
			status: 'PENDING',
		};
	}
	if (engine === 'GOWS') {
		return { id: serialized, _data: { Info: { ID: id, Sender: jid(account), IsFromMe: true } } };
	}
	return {
		id: { fromMe: true, remote: chatId, id, _serialized: serialized },
		ack: 0,
		hasMedia: false,
		body: text,
		type: 'chat',
		timestamp: at,
		from: `${account.phone}@c.us`,
		to: chatId,
		fromMe: true,
	};
}
