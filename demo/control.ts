import axios, { type AxiosInstance } from 'axios';
import type { Delivery, Message, RequestEntry, Session } from '../sandbox';

/** A group as the sandbox's control API shows it. */
export interface GroupState {
	id: string;
	subject: string;
	description: string;
	inviteCode: string;
	infoAdminOnly: boolean;
	messagesAdminOnly: boolean;
	picture: string | null;
	members: Array<{ phone: string; lid: string; shownAs: string; role: string }>;
}

/** An event as WAHA names it, and what it tells. */
export interface SentEvent {
	event: string;
	payload: unknown;
	/** Put over the fields of the envelope. */
	overrides?: Record<string, unknown>;
}

/** The sandbox's control API over HTTP: what happens in WhatsApp without our doing. */
export class SandboxControl {
	private readonly http: AxiosInstance;

	constructor(readonly url: string) {
		this.http = axios.create({ baseURL: `${url}/sandbox`, timeout: 30_000 });
	}

	/** Makes a group. */
	async addGroup(group: {
		subject: string;
		description?: string;
		members: Array<string | { id: string; role: string }>;
	}): Promise<GroupState> {
		return (await this.http.post<GroupState>('/groups', group)).data;
	}

	/** Makes many groups at once, with so many members each besides the accounts. */
	async addGroups(count: number, members?: number): Promise<void> {
		if (count > 0) await this.http.post('/groups/many', { count, members });
	}

	/** A group as it is now. */
	async group(id: string): Promise<GroupState> {
		return (await this.http.get<GroupState>(`/groups/${encodeURIComponent(id)}`)).data;
	}

	/** Lets people join or leave by themselves. */
	async move(kind: 'join' | 'leave', id: string, participants: string[]): Promise<GroupState> {
		const path = `/groups/${encodeURIComponent(id)}/${kind}`;
		return (await this.http.post<GroupState>(path, { participants })).data;
	}

	/** The requests that came after number `after`. */
	async requests(after = 0): Promise<RequestEntry[]> {
		return (await this.http.get<RequestEntry[]>('/requests', { params: { after } })).data;
	}

	/** All deliveries of events, when none is under way any more. */
	async deliveries(): Promise<Delivery[]> {
		await this.http.post('/deliveries/settled', {});
		return (await this.http.get<Delivery[]>('/deliveries')).data;
	}

	/** The texts that were sent after number `after`. */
	async messages(after = 0): Promise<Message[]> {
		return (await this.http.get<Message[]>('/messages', { params: { after } })).data;
	}

	/** Makes a session of WEBJS with an account of its own. */
	async addSession(name: string): Promise<void> {
		await this.http.post('/sessions', { name });
	}

	/** Takes WAHA off the network, or lets it be there again. */
	async unplug(unplugged: boolean): Promise<void> {
		await this.http.patch('/settings', { unplugged });
	}

	/** Sends an event of a session; gives when, in milliseconds since 1970. */
	async sendEvent(session: string, sent: SentEvent): Promise<number> {
		return (await this.http.post<{ at: number }>(`/sessions/${session}/events`, sent)).data.at;
	}

	/** Sends so many events at once, with the number of each in place of `{n}`; gives when the first one went out. */
	async flood(session: string, sent: SentEvent & { count: number }): Promise<number> {
		return (await this.http.post<{ at: number }>(`/sessions/${session}/flood`, sent)).data.at;
	}

	/** A session with its config. */
	async session(name: string): Promise<Session> {
		return (await this.http.get<Session>(`/sessions/${name}`)).data;
	}
}
