/** An answer without anything that somebody could be known by. */
export interface Shape {
	/** 0 where none came. */
	status: number;
	/** Without the charset; '' where there is none. */
	type: string;
	/** The types at each place of the body: `participants[].id` → `string`; '' is the whole. */
	places: Map<string, Set<string>>;
}

/** Fields whose inside is somebody's own, and that need not be there. */
const OWN = new Set(['config', 'metadata', 'apps', 'environment', 'body', 'query']);

/** What an engine tells only of a group that has a description. */
const OF_DESCRIPTION = /^desc(?:Id|Owner|OwnerPn|Time)?$/;

/** Whether a field may be there or not, whatever the server. */
function mayLack(place: string): boolean {
	const name = place.split('.').at(-1) ?? '';
	return OWN.has(name) || OF_DESCRIPTION.test(name);
}

/** A field's name as it may be shown: names that are ids or anything odd become `{id}`. */
export function shownField(name: string): string {
	return /^[A-Za-z_]\w{0,40}$/.test(name) && !/\d{5}/.test(name) ? name : '{id}';
}

const typeOf = (value: unknown): string =>
	value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;

function collect(value: unknown, place: string, places: Map<string, Set<string>>): void {
	const known = places.get(place) ?? new Set();
	places.set(place, known.add(typeOf(value)));
	if (Array.isArray(value)) {
		for (const entry of value) collect(entry, `${place}[]`, places);
	} else if (typeof value === 'object' && value !== null) {
		for (const [name, inner] of Object.entries(value)) {
			const field = place === '' ? shownField(name) : `${place}.${shownField(name)}`;
			if (OWN.has(name)) places.set(field, new Set([typeOf(inner)]));
			else collect(inner, field, places);
		}
	}
}

/** What a bare text is. */
function textType(text: string): string {
	if (text === '') return 'nothing';
	if (text === 'true' || text === 'false') return 'the word true or false';
	if (/^\s*<(?:!doctype|html)/i.test(text)) return 'a page';
	return /^\w*error\b/i.test(text) ? 'text of an error' : 'text';
}

/** The body of an answer as JSON; undefined where it is none. A bare word is text, whatever it could be read as. */
export function jsonOf(text: string, type: string): unknown {
	if (!type.includes('json') && !/^\s*[[{]/.test(text)) return undefined;
	try {
		const body: unknown = JSON.parse(text);
		return body;
	} catch {
		return undefined;
	}
}

/** Takes an answer down to its shape. */
export function shapeOf(status: number, contentType: string, text: string): Shape {
	const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
	const body = jsonOf(text, type);
	const places = new Map<string, Set<string>>();
	if (body === undefined) places.set('', new Set([textType(text)]));
	else collect(body, '', places);
	return { status, type, places };
}

const words = (types: Set<string>): string => [...types].sort().join(' or ');

/** Whether nothing can be said of a place because what it lies in was empty or null on the other side. */
function hidden(place: string, { places }: Shape): boolean {
	for (const [other, types] of places) {
		const within = other === '' ? place !== '' : new RegExp(`^${escape(other)}[.[]`).test(place);
		if (!within) continue;
		if ([...types].every((type) => type === 'null')) return true;
		if (types.has('list') && place.startsWith(`${other}[]`) && !places.has(`${other}[]`))
			return true;
	}
	return false;
}

const escape = (text: string): string => text.replace(/[.[\]{}]/g, '\\$&');

/** The sentences that tell two answers apart; none where they are alike. */
export function differences(real: Shape, sandbox: Shape): string[] {
	const found: string[] = [];
	if (real.status !== sandbox.status) {
		found.push(`status: ${real.status || 'no answer'} here, ${sandbox.status} in the sandbox`);
	}
	if (real.type !== sandbox.type) {
		found.push(`type: ${real.type || 'none'} here, ${sandbox.type || 'none'} in the sandbox`);
	}
	const [here, there] = [real, sandbox].map(({ places }) => places.get('') ?? new Set<string>());
	const other = here && there && !alike(here, there);
	// Of two things that have nothing in common, the fields say nothing.
	if (real.status !== sandbox.status && !other) return found;
	const compared = other ? [''] : [...real.places.keys(), ...sandbox.places.keys()];
	for (const place of new Set(compared)) {
		const [here, there] = [real.places.get(place), sandbox.places.get(place)];
		const name = place === '' ? 'body' : place;
		if ((!here || !there) && mayLack(place)) continue;
		if (here && !there) {
			if (!hidden(place, sandbox)) found.push(`only here: ${name} (${words(here)})`);
		} else if (there && !here) {
			if (!hidden(place, real)) found.push(`only in the sandbox: ${name} (${words(there)})`);
		} else if (here && there && !alike(here, there)) {
			found.push(`${name}: ${words(here)} here, ${words(there)} in the sandbox`);
		}
	}
	return found;
}

/** Null is what any value can be at another time. */
function alike(one: Set<string>, other: Set<string>): boolean {
	const [here, there] = [one, other].map(
		(types) => new Set([...types].filter((type) => type !== 'null')),
	);
	if (!here || !there || here.size === 0 || there.size === 0) return true;
	return words(here) === words(there);
}
