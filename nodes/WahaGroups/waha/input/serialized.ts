import { isRecord } from '../json';

/**
 * The text of an id in an object of WhatsApp Web, or of its two halves; undefined where it holds none. The name of the
 * text is none to rely on: in July 2026 WhatsApp Web renamed the `_serialized` of some ids to `$1`.
 * In: `{_serialized}`, or `{user, server}`; anything else is none.
 */
export function serialized(value: unknown): string | undefined {
	if (!isRecord(value)) return undefined;
	if (typeof value._serialized === 'string') return value._serialized;
	const [user, server] = [value.user ?? value.User ?? value.id, value.server ?? value.Server];
	if (typeof user !== 'string' || typeof server !== 'string') return undefined;
	return user === '' || server === '' || user.includes('@') ? undefined : `${user}@${server}`;
}
