import type { Effect } from './retry';
import type { Subject } from './subject';
import type { Reply } from './reply';
import type { Version } from '../versions';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One HTTP request as a transport sends it. */
export interface HttpRequest {
	method: Method;
	url: string;
	body?: object;
	timeoutMs: number;
}

/** How a request can end without a reply. */
export type ConnectionFailure =
	| 'refused'
	| 'notFound'
	| 'certificate'
	/** The server speaks HTTP where HTTPS was asked for. */
	| 'notHttps'
	| 'broken'
	| 'timeout'
	| 'cancelled';

/** How a request ended: with a reply, whatever its status, or without one. */
export type Outcome = { reply: Reply } | { failure: ConnectionFailure };

/** Sends one request; throws only what has nothing to do with the connection. */
export type Transport = (request: HttpRequest) => Promise<Outcome>;

/** One call of WAHA: path parts are encoded one by one, so they may hold anything. */
export interface Call {
	method: Method;
	path: readonly string[];
	query?: Record<string, string | number | boolean | undefined>;
	body?: object;
	/** What a repetition would do; a GET only reads. */
	effect?: Effect;
	/** Since when servers can do this, where not all can. */
	since?: Version;
	/** Whether the caller looks again before it repeats, because what it sends goes stale: it gets the error, with the time to wait. */
	lookFirst?: boolean;
	/** Where the session is told; in front of the path where left out, as for groups. */
	sessionIn?: 'body' | 'query';
	/** What it is about, where the path does not tell. */
	about?: Subject;
}
