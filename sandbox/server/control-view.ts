import { FAULT_KINDS, type ActiveFault } from '../faults';
import { present } from '../model/groups';
import { shownId, shownName } from '../model/people';
import { VERSIONS } from '../model/versions';
import { ENGINES, type Engine, type Group, type Session, type SessionStatus } from '../model/types';
import type { Message } from '../model/messages';
import type { Webhook } from '../options';
import type { RequestEntry } from '../requests';
import { webhooksOf } from '../webhooks/dispatch';
import type { Delivery } from '../webhooks/deliveries';
import type { World } from '../world';
import { groupState, type GroupState } from './control-groups';
import type { ControlRoute } from './control-route';
import { isFields } from './validate';

/** So many groups, deliveries and requests are shown at once. */
const SHOWN = { groups: 100, deliveries: 40, requests: 40, messages: 20 };

export interface SessionLine {
	name: string;
	engine: Engine;
	status: SessionStatus;
	restarts: number;
	/** Digits only. */
	phone: string;
	/** Those of the config and, with `env`, those that every session has. */
	webhooks: Array<{ url: string; events: string[]; signed: boolean; env: boolean }>;
}

export interface GroupLine {
	id: string;
	subject: string;
	members: number;
}

export type DeliveryLine = Pick<
	Delivery,
	'n' | 'createdAt' | 'event' | 'session' | 'url' | 'state'
> & {
	/** join, leave, promote, demote; null where the event has no such thing. */
	type: string | null;
	attempts: number;
	/** Of the last attempt. */
	status: number | null;
	error: string | null;
	/** Hex; null where the delivery is not signed. */
	signature: string | null;
};

export type RequestLine = Pick<
	RequestEntry,
	'n' | 'method' | 'url' | 'session' | 'status' | 'fault' | 'startedAt' | 'endedAt'
>;

export type MessageLine = Pick<Message, 'id' | 'session' | 'text' | 'mentionsAll' | 'at'> & {
	/** The text in pieces; of a mention the name, or the number where there is none. */
	parts: Array<{ text: string; mention: boolean }>;
	/** Whom it mentions without showing it in the text. */
	silent: string[];
};

/** All that the page shows, as it is at one moment; newest deliveries and requests first. */
export interface View {
	unplugged: boolean;
	version: string;
	versions: ReadonlyArray<{ version: string; brought: string }>;
	engines: readonly Engine[];
	faultKinds: readonly string[];
	sessions: SessionLine[];
	groups: { total: number; found: number; list: GroupLine[] };
	group: GroupState | null;
	/** Those that went to this group, oldest first. */
	messages: MessageLine[];
	/** Whether a server of this version knows requests to join. */
	joinRequests: boolean;
	faults: ActiveFault[];
	deliveries: DeliveryLine[];
	requests: RequestLine[];
}

/** The route that the page asks every second: one answer, kept small. */
export function controlView(world: World): ControlRoute[] {
	return [
		[
			'GET',
			'/view',
			({ query }): View => {
				const group = shownGroup(world, query.group);
				return {
					unplugged: world.settings.unplugged,
					version: world.settings.version,
					versions: VERSIONS,
					engines: ENGINES,
					faultKinds: FAULT_KINDS,
					sessions: world.sessions.all().map((session) => sessionLine(world, session)),
					groups: groupLines(world.groups.all(), query.search ?? ''),
					group,
					messages: world.messages
						.list()
						.filter(({ chatId }) => chatId === group?.id)
						.slice(-SHOWN.messages)
						.map((message) => messageLine(world, message)),
					joinRequests: world.has('joinRequests'),
					faults: world.faults.list(),
					deliveries: last(world.deliveries.list(), SHOWN.deliveries).map(deliveryLine),
					requests: last(world.requests, SHOWN.requests).map(requestLine),
				};
			},
		],
	];
}

const last = <Thing>(things: Thing[], count: number): Thing[] => things.slice(-count).reverse();

function sessionLine(world: World, session: Session): SessionLine {
	const { name, engine, status, restarts, account, config } = session;
	const line =
		(env: boolean) =>
		({ url, events, hmac }: Webhook) => ({
			url,
			events,
			signed: hmac !== null && hmac !== '',
			env,
		});
	const webhooks = [
		...webhooksOf(config).map(line(false)),
		...world.settings.envWebhooks.map(line(true)),
	];
	return { name, engine, status, restarts, phone: account.phone, webhooks };
}

function groupLines(groups: Group[], search: string): View['groups'] {
	const wanted = search.trim().toLowerCase();
	const found = groups.filter(
		({ id, subject }) => subject.toLowerCase().includes(wanted) || id.includes(wanted),
	);
	const newestFirst = found.sort((one, other) => other.createdAt - one.createdAt);
	const list = newestFirst
		.slice(0, SHOWN.groups)
		.map((group) => ({ id: group.id, subject: group.subject, members: present(group).length }));
	return { total: groups.length, found: found.length, list };
}

/** The group asked for; else the one where something happened last; else the first. */
function shownGroup(world: World, id: string | undefined): GroupState | null {
	const wanted = id === undefined ? null : world.groups.get(id);
	const group = wanted ?? world.groups.get(world.lastChanged ?? '') ?? world.groups.all()[0];
	return group ? groupState(group) : null;
}

// A mention shows where the text holds `@` and the digits of its id.
function messageLine(world: World, message: Message): MessageLine {
	const { id, session, text, mentions, mentionsAll, at } = message;
	const names = new Map<string, string>();
	for (const one of mentions) names.set(`@${one.replace(/@.*$/, '')}`, nameOf(world, one));
	const pieces = text.split(/(@\d+)/).filter((piece) => piece !== '');
	const parts = pieces.map((piece) => {
		const name = names.get(piece);
		return { text: name === undefined ? piece : `@${name}`, mention: name !== undefined };
	});
	const silent = [...names].filter(([tag]) => !pieces.includes(tag)).map(([, name]) => name);
	return { id, session, text, mentionsAll, at, parts, silent };
}

function nameOf(world: World, id: string): string {
	const person = world.people.find(id);
	if (person === null) return id;
	return shownName(person) ?? (person.hidden ? shownId(person) : `+${person.phone}`);
}

function deliveryLine(delivery: Delivery): DeliveryLine {
	const { n, createdAt, event, session, url, state, attempts, headers, body } = delivery;
	const { status = null, error = null } = attempts.at(-1) ?? {};
	return {
		...{ n, createdAt, event, session, url, state, status, error },
		type: typeOf(body),
		attempts: attempts.length,
		signature: headers['X-Webhook-Hmac'] ?? null,
	};
}

function typeOf(body: string): string | null {
	const event: unknown = JSON.parse(body);
	const payload = isFields(event) ? event.payload : null;
	return isFields(payload) && typeof payload.type === 'string' ? payload.type : null;
}

function requestLine(entry: RequestEntry): RequestLine {
	const { n, method, url, session, status, fault, startedAt, endedAt } = entry;
	return { n, method, url, session, status, fault, startedAt, endedAt };
}
