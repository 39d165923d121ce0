/** What a connection is to bring. */
export interface Wish {
	/** The name of one session, or `*` for all that the key may read. */
	session: string;
	/** Names of WAHA's events: `*` was seen to bring none (WAHA 2025.2.5). */
	events: readonly string[];
}

/**
 * The address of WAHA's WebSocket. It holds the key, because WAHA reads it from nowhere else: so no text and no log may
 * show it. In: the server's address without a slash at its end, the key ('' for none), and what is wanted.
 */
export function socketUrl(baseUrl: string, key: string, { session, events }: Wish): string {
	const query = new URLSearchParams({ session });
	for (const event of events) query.append('events', event);
	if (key !== '') query.append('x-api-key', key);
	return `${baseUrl.replace(/^http/i, 'ws')}/ws?${query.toString()}`;
}
