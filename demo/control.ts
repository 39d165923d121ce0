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

	/** A session with its config. */
	async session(name: string): Promise<Session> {
		return (await this.http.get<Session>(`/sessions/${name}`)).data;
	}
}
