import { readPersonId } from '../input/ids';
import { isRecord, recordOf } from '../json';
import type { Reply } from '../http/reply';
import { jsonOf, yesOrNo } from '../http/reply';
import { toIso } from './shapes';

/** What became of a text that was sent. */
export interface SentMessage {
	/** null: the server did not say. */
	success: boolean | null;
	chatId: string;
	/** `true_<chat>_<id>`, as WAHA takes it for a reply. */
	messageId: string | null;
	/** ISO 8601; null where the engine does not tell. */
	timestamp: string | null;
	/** In plain words why not; left out on success. */
	reason?: string;
}

const text = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value : null;

/**
 * The id in an engine's key of a message. NOWEB hands the library's own key on, from which WAHA makes the id elsewhere
 * (`SerializeMessageKey` in its source); WhatsApp Web renamed its text in July 2026, and keeps the parts.
 */
function idOfKey(key: unknown): string | null {
	const { _serialized: whole, id, remote, remoteJid, fromMe, participant } = recordOf(key);
	if (text(whole) !== null) return text(whole);
	const chat = readPersonId(remoteJid ?? remote);
	const bare = text(id);
	if (bare === null || chat === null) return bare;
	const member = readPersonId(participant);
	return [String(fromMe === true), chat, bare, ...(member === null ? [] : [member])].join('_');
}

function messageIdIn(body: Record<string, unknown>): string | null {
	const { id, key } = body;
	return text(id) ?? idOfKey(id) ?? idOfKey(key) ?? idOfKey(recordOf(body._data).id);
}

/** Seconds, as number, text or the two halves of a long number; or a date in words. */
function timeIn(body: Record<string, unknown>): string | null {
	const data = recordOf(body._data);
	const times = [
		body.timestamp,
		body.messageTimestamp,
		data.timestamp,
		recordOf(data.Info).Timestamp,
	].map((time) => toIso(isRecord(time) ? time.low : time));
	return times.find((time) => time !== null) ?? null;
}

/** What the answer to a sent text says, whatever the engine. Without an id nobody knows that it went out. */
export function sentMessage(reply: Reply, chatId: string): SentMessage {
	const json = jsonOf(reply);
	const body = recordOf(json);
	const messageId = messageIdIn(body);
	if (messageId !== null) return { success: true, chatId, messageId, timestamp: timeIn(body) };
	const isRefused = yesOrNo(json) === false;
	return {
		success: isRefused ? false : null,
		chatId,
		messageId,
		timestamp: null,
		reason: isRefused
			? 'WhatsApp did not send this message, and WAHA gave no reason'
			: 'WAHA did not say whether the message was sent: look into the chat before you send it again',
	};
}
