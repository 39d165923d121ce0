/** One WAHA request as it came and went; the control API's own requests are not among them. */
export interface RequestEntry {
	/** Counts from 1 in the order of arrival. */
	n: number;
	method: string;
	/** As it was sent: still encoded, without the query. */
	path: string;
	/** As it was sent, with the query. */
	url: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	/** The text of the body as it came; '' without one. */
	body: string;
	session: string | null;
	/** null while it runs, and where no answer went out. */
	status: number | null;
	/** The kind of the fault that it met. */
	fault: string | null;
	/** Milliseconds since 1970, with fractions. */
	startedAt: number;
	endedAt: number | null;
	/** Requests under way when it came, itself among them. */
	inFlight: number;
}

const KEEP = 20_000;
const BODY_LIMIT = 64 * 1024;
const now = (): number => performance.timeOrigin + performance.now();

/** A ring of the last requests. */
export class RequestLog {
	private entries: RequestEntry[] = [];
	private count = 0;
	private running = 0;

	/** The most requests that were ever under way at once since the last `clear`. */
	maxInFlight = 0;

	start(request: Pick<RequestEntry, 'method' | 'url' | 'headers' | 'session'>): RequestEntry {
		this.count += 1;
		this.running += 1;
		this.maxInFlight = Math.max(this.maxInFlight, this.running);
		const [path = '', ...rest] = request.url.split('?');
		const entry: RequestEntry = {
			...request,
			n: this.count,
			path,
			query: Object.fromEntries(new URLSearchParams(rest.join('?'))),
			body: '',
			status: null,
			fault: null,
			startedAt: now(),
			endedAt: null,
			inFlight: this.running,
		};
		this.entries.push(entry);
		if (this.entries.length > KEEP) this.entries.splice(0, this.entries.length - KEEP);
		return entry;
	}

	body(entry: RequestEntry, text: string): void {
		entry.body = text.slice(0, BODY_LIMIT);
	}

	/** Ends a request once; a second call (the connection closing after the answer) does nothing. */
	end(entry: RequestEntry, status: number | null): void {
		if (entry.endedAt !== null) return;
		entry.endedAt = now();
		entry.status = status;
		this.running -= 1;
	}

	list(): RequestEntry[] {
		return [...this.entries];
	}

	/** The request with this number; null where there is none such, or none any more. */
	get(n: number): RequestEntry | null {
		return this.entries.find((entry) => entry.n === n) ?? null;
	}

	/** Forgets what was; requests under way still count as such. */
	clear(): void {
		this.entries = [];
		this.count = 0;
		this.maxInFlight = this.running;
	}
}
