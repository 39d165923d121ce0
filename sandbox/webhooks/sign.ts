import { createHmac } from 'node:crypto';

// @witness documented: the signature is HMAC-SHA512 over the raw body, in lower-case hex
/** The value of X-Webhook-Hmac: lower-case hex of HMAC-SHA512 over the bytes of the body. */
export function signature(body: string, key: string): string {
	return createHmac('sha512', key).update(body, 'utf8').digest('hex');
}
