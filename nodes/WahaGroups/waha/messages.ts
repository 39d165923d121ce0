import type { Call } from './http/client';

/** A text as it goes to one chat. */
export interface TextMessage {
	/** A group (`…@g.us`) or a person (`…@c.us`, `…@lid`). */
	chatId: string;
	text: string;
	/** Ids of people, or `all` alone; nobody where left out. */
	mentions?: readonly string[];
	/** The id of the message that it answers. */
	replyTo?: string;
	/** Whether a link in it shows what it leads to; WAHA's own default where left out. */
	linkPreview?: boolean;
}

/** The call that sends a text. It is never repeated where it may have had its effect. */
export function sendText({ chatId, text, mentions = [], replyTo, linkPreview }: TextMessage): Call {
	return {
		method: 'POST',
		path: ['sendText'],
		sessionIn: 'body',
		body: {
			chatId,
			text,
			...(mentions.length > 0 && { mentions }),
			...(replyTo && { reply_to: replyTo }),
			...(linkPreview !== undefined && { linkPreview }),
		},
		effect: 'once',
		about: chatId.endsWith('@g.us') ? 'group' : 'other',
	};
}

/** A mention as somebody wrote it into a text: `@4917…`, `@+4917…`, `@4917…@c.us`. */
const MENTION = /@\+?(\d{5,20})(?!\d)(?:@(?:c\.us|s\.whatsapp\.net|lid)\b)?/g;

/**
 * A text in which WhatsApp shows the mention of each person: it does where `@<digits>` of the id stands. What is
 * missing is put at the end. In: the text, and ids `<digits>@c.us` or `<digits>@lid`.
 */
export function withMentions(text: string, ids: readonly string[]): string {
	const wanted = new Set(ids.map((id) => id.slice(0, id.indexOf('@'))));
	const found = new Set<string>();
	const put = text.replace(MENTION, (written: string, digits: string) => {
		if (!wanted.has(digits)) return written;
		found.add(digits);
		return `@${digits}`;
	});
	const missing = [...wanted].filter((digits) => !found.has(digits));
	return [put, ...missing.map((digits) => `@${digits}`)].join(' ');
}
