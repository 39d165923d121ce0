import type { Member } from '../answers/shapes';

/** What a request told of a group's members; `unknown` with the error, where one came, is not the same as an empty list. */
export type GroupReading = { members: readonly Member[] } | { unknown: unknown };

/** Who is in the groups by the server. */
export interface Reading {
	/** When the first request was begun, in milliseconds since 1970: what happened later may be missing in it. */
	startedMs: number;
	/** The ids of the session's own account; none where the server does not tell. */
	accountIds: readonly string[];
	/** By group ID. A group that is not in it is left as it is. */
	groups: ReadonlyMap<string, GroupReading>;
}

/** Why the list of a group was not compared, or what was found in it and not told. */
export type Doubt = { groupId: string } & (
	| /** There is no list, or one without the account itself: what is remembered stays. `error` where the request had one. */
	{ why: 'unknown'; error: unknown }
	/** So many came or went at once that the list was not believed; it stayed like this, and is what is remembered now. */
	| { why: 'leap'; came: number; went: number }
	/**
	 * Whether these came or went, or are others under another id, nobody can tell; the list is what is remembered now.
	 * `unclear`: so many were told to have left, and may be somebody who is listed under another id.
	 */
	| { why: 'sameOnes'; came: number; went: number; unclear: number }
	/** All groups together have too many members: this one is not remembered. */
	| { why: 'tooMany'; members: number }
);
