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
