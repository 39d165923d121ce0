import { InvalidInput } from '../errors';
import { visible } from '../input/visible';

/** More than any address of a server has. */
const LONGEST = 2000;

/** What people paste behind the address of their server. */
const FORGIVEN = new Set(['', 'api', 'dashboard']);

/** Parts of `scheme://host`, split at the slashes. */
const SCHEME_AND_HOST = 3;

/**
 * Forgives what people paste into Host URL: spaces, slashes at the end, /api or /dashboard, query and hash.
 * Throws InvalidInput for what is far too long to be an address.
 */
export function normaliseBaseUrl(url: unknown): string {
	const text = typeof url === 'string' ? visible(url) : '';
	if (text.length > LONGEST) {
		throw new InvalidInput({ name: 'hostUrlTooLong', facts: { length: text.length } });
	}
	const withScheme = text === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
	// Without a regular expression: one for "slashes at the end" takes ever longer where they are not at the end.
	const parts = (withScheme.split(/[?#]/, 1)[0] ?? '').split('/');
	while (parts.length > SCHEME_AND_HOST && FORGIVEN.has((parts.at(-1) ?? '').toLowerCase())) {
		parts.pop();
	}
	return parts.join('/');
}

/**
 * An address as it may be shown: without user name and password.
 * In: also what is no address. A password with a slash or an "@" in it is not shown either, so what counts is the last "@".
 */
export function shownUrl(url: string): string {
	const at = url.lastIndexOf('@');
	if (at < 0) return url;
	const scheme = /^\s*[a-z][a-z0-9+.-]*:\/\//i.exec(url)?.[0] ?? '';
	return `${scheme.trimStart()}${url.slice(at + 1)}`;
}

/** Where a server sends requests on to. */
export interface Redirect {
	/** The address to enter in place of the one asked; undefined where it is the same server under the same address. */
	address?: string;
	/** The path that was named. */
	path: string;
}

/**
 * What the Location header of a redirect says.
 * In: the header, and the address that was asked. Out: undefined where the header names no place on the web.
 */
export function redirectOf(location: string | undefined, baseUrl: string): Redirect | undefined {
	const base = `${baseUrl}/`;
	if (location === undefined || !URL.canParse(location, base)) return undefined;
	const to = new URL(location, base);
	if (!/^https?:$/.test(to.protocol)) return undefined;
	const from = new URL(base);
	// WAHA's paths begin with /api, so what stands before it belongs to the address, e.g. https://example.com/waha.
	const api = to.pathname.indexOf('/api/');
	const address = `${to.origin}${api < 0 ? '' : to.pathname.slice(0, api)}`;
	const same =
		address === `${from.origin}${from.pathname.replace(/\/$/, '')}` ||
		(api < 0 && to.origin === from.origin);
	return { ...(!same && { address }), path: to.pathname.slice(0, 200) };
}
