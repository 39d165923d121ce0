import fc from 'fast-check';

import { KINDS, type Kind } from './attackKinds';
import { envelope, joined, type Posted } from './deliveries';

/** A delivery that must not start anything. */
export interface BadDelivery {
	kind: string;
	posted: Posted;
	/** What it has to be answered: by the node, or 422 by n8n itself, where the body is not what it says to be. */
	status: number;
}

const json = fc.jsonValue({ maxDepth: 4 });

const CONTENT_TYPES = [
	'application/json',
	'application/json; charset=utf-8',
	'text/plain',
	'application/x-www-form-urlencoded',
	'application/octet-stream',
	'',
];

/** n8n answers 422 by itself where a body says that it is JSON and is none. */
function isBrokenJson({ body = '', headers = {} }: Posted): boolean {
	const encoded = headers['Content-Encoding'] !== undefined;
	const type = String(headers['Content-Type'] ?? '').split(';')[0];
	if (type !== 'application/json' || encoded || body.length === 0) return false;
	try {
		JSON.parse(body.toString());
		return false;
	} catch {
		return true;
	}
}

/**
 * Deliveries of which none may start anything, each with the answer that it has to get.
 * In: the trigger's signing key, and the kinds of badness to draw from.
 */
export function badDeliveries(
	key: string,
	kinds: Record<string, Kind> = KINDS,
): fc.Arbitrary<BadDelivery> {
	const drawn = fc
		.constantFrom(...Object.entries(kinds))
		.chain(([kind, { status, change }]) => fc.tuple(fc.constant({ kind, status }), change));
	return fc
		.tuple(drawn, fc.constantFrom(...CONTENT_TYPES), json)
		.map(([[{ kind, status }, change], contentType, data]) => {
			const good = JSON.stringify(envelope({ payload: joined({ _data: data }) }));
			const { body, hmac, headers } = change(good, key);
			const posted: Posted = {
				body,
				headers: {
					...(contentType !== '' && { 'Content-Type': contentType }),
					...(hmac !== undefined && { 'X-Webhook-Hmac': hmac }),
					...(headers?.['X-WEBHOOK-HMAC-ALGORITHM'] === undefined && {
						'X-Webhook-Hmac-Algorithm': 'sha512',
					}),
					...headers,
				},
			};
			return { kind, posted, status: isBrokenJson(posted) ? 422 : status };
		});
}
