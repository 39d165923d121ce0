import { InputError } from './errors';

/** More than any address of a server has. */
const LONGEST = 2000;

/** What people paste behind the address of their server. */
const FORGIVEN = new Set(['', 'api', 'dashboard']);

/** Parts of `scheme://host`, split at the slashes. */
const SCHEME_AND_HOST = 3;

/**
 * Forgives what people paste into Host URL: spaces, slashes at the end, /api or /dashboard, query and hash.
 * Throws InputError for what is far too long to be an address.
 */
export function normaliseBaseUrl(url: unknown): string {
	const text = typeof url === 'string' ? url.trim() : '';
	if (text.length > LONGEST) {
		throw new InputError(
			`The Host URL in the credential has ${text.length} characters: it is no address`,
			'Use the address of your WAHA server, e.g. http://localhost:3000.',
		);
	}
	const withScheme = text === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
	// Without a regular expression: one for "slashes at the end" takes ever longer where they are not at the end.
	const parts = (withScheme.split(/[?#]/, 1)[0] ?? '').split('/');
	while (parts.length > SCHEME_AND_HOST && FORGIVEN.has((parts.at(-1) ?? '').toLowerCase())) {
		parts.pop();
	}
	return parts.join('/');
}
