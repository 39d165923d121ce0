import { createHmac, timingSafeEqual } from 'node:crypto';

/** The headers of a delivery, names in lower case, as Node gives them. */
export type Headers = Readonly<Record<string, unknown>>;

/**
 * Whether a delivery was signed with this key: `X-Webhook-Hmac` is the lower-case hex of HMAC-SHA512 over the raw
 * body (WAHA's documentation of webhooks). Compares in constant time.
 */
export function isSignedWith(key: string, rawBody: Buffer, headers: Headers): boolean {
	const algorithm = headers['x-webhook-hmac-algorithm'];
	if (algorithm !== undefined && algorithm !== 'sha512') return false;
	const signature = headers['x-webhook-hmac'];
	if (key === '' || typeof signature !== 'string' || !/^[0-9a-f]{128}$/.test(signature))
		return false;
	const expected = createHmac('sha512', key).update(rawBody).digest();
	return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}
