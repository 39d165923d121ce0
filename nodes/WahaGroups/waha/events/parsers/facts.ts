import { phoneOf, readPersonId } from '../../input/ids';
import { isRecord, recordOf } from '../../json';
import { idsOf } from '../../phones/samePerson';
import type { Group, Member, Role } from '../../answers/shapes';
import { toIso } from '../../answers/shapes';
import type { Envelope } from '../envelope';
import { payloadTimeMs } from '../envelope';
import type { GroupEvent } from '../groupEvent';
import { anyOf } from '../samePeople';
import { toldNumbers, withNumber } from '../toldNumbers';
import { v2Group } from '../v2Group';

type Payload = Record<string, unknown>;

/** When it happened, as ISO 8601; null where neither payload nor envelope says. */
export function timeOf(payload: unknown, { timestampMs }: Envelope): string | null {
	const ms = payloadTimeMs(payload) ?? timestampMs;
	return ms === null ? null : toIso(ms / 1000);
}

type Actor = Pick<GroupEvent<string>, 'actorId' | 'actorIds'>;

/** Who did it, under all ids: the first is shown. */
export function actor(actorIds: string[]): Actor {
	return { actorId: actorIds[0] ?? null, actorIds };
}

/** Who did it by the engine's own data: WEBJS and NOWEB say author, GOWS Sender. */
export function actorOf(payload: Payload): Actor {
	const sources = [payload, recordOf(payload._data)];
	const ids = sources.flatMap((source) =>
		['author', 'authorPn', 'Sender', 'SenderPN', 'by'].flatMap(
			(name) => readPersonId(source[name]) ?? [],
		),
	);
	return actor(ids);
}

/** The session's own account as the one whom an event is about. In: its role, and the group that lists it. */
export function accountMember({ accountIds }: Envelope, role: Role, group?: Group): Member[] {
	const [first] = accountIds;
	if (first === undefined) return [];
	const isAccount = anyOf(accountIds);
	const listed = group?.participants?.find((member) => isAccount(idsOf(member)));
	const member = listed ?? { participantId: first, phoneNumber: null, role };
	// In a group that hides numbers the account is listed under its hidden id, but it knows its own number.
	const phones = accountIds.flatMap((id) => phoneOf(id) ?? []);
	return [{ ...member, phoneNumber: member.phoneNumber ?? phones[0] ?? null }];
}

/** What all `group.v2` events tell. */
interface V2Facts {
	payload: Payload;
	/** What every event is told with; about nobody and without a group. */
	common: Omit<GroupEvent<string>, 'event'>;
	group: Group;
	/** Numbers by hidden id. */
	numbers: ReadonlyMap<string, string>;
}

/** Makes a parser of `group.v2` events, which give nothing where there is no payload to read. */
export function v2Parser<Name extends string>(
	read: (facts: V2Facts, envelope: Envelope) => Array<GroupEvent<Name>>,
): (envelope: Envelope) => Array<GroupEvent<Name>> {
	return (envelope) => {
		const { payload } = envelope;
		if (!isRecord(payload)) return [];
		const numbers = toldNumbers(payload._data);
		const bare = v2Group(payload, envelope.engine);
		const members = bare.participants?.map((member) => withNumber(member, numbers));
		const group = { ...bare, ...(members && { participants: members }) };
		const common = {
			groupId: group.groupId,
			...actorOf(payload),
			participants: [],
			group: null,
			timestamp: timeOf(payload, envelope),
			source: 'v2' as const,
		};
		return read({ payload, common, group, numbers }, envelope);
	};
}
