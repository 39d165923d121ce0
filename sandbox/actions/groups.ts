import { Refusal, refusal } from '../engines/refusals';
import { nowSeconds } from '../model/clock';
import type { Stage } from '../stage';
import { isAdmin, isIn, present, roleOf, setRole } from '../model/groups';
import { ask } from './requests';
import { demandAdmin } from './rights';
import { isFullNumber, isRequestId } from '../model/people';
import type { Group, GroupDetails, Outcome, Person, Session } from '../model/types';

/** The group that a session's account asks for; refuses like the engine where it may not see it. */
export function groupFor(world: Stage, session: Session, id: string): Group {
	const group = world.groups.get(id);
	if (!group) throw refusal(session.engine, 'unknown-group');
	if (!isIn(group, session.account)) throw refusal(session.engine, 'not-in-group');
	return group;
}

/** Every id is looked at before any of them has an effect. */
function checkIds(session: Session, ids: string[]): void {
	if (!ids.every(isRequestId)) throw refusal(session.engine, 'bad-id');
	if (ids.length === 0 && session.engine !== 'WEBJS') throw refusal(session.engine, 'bad-value');
}

function addCode(world: Stage, session: Session, group: Group, person: Person | null): number {
	// @witness measured R26: NOWEB's code for a number that does not exist is 451
	const nobody = session.engine === 'NOWEB' && world.has('after202672') ? 451 : 404;
	if (!person || !isFullNumber(person.phone)) return nobody;
	// @witness documented: the codes 403, 404, 408, 409, 417, 419 of an add
	if (isIn(group, person)) return 409;
	if (person.addResult === 404) return nobody;
	if (person.addResult !== null) return person.addResult;
	if (present(group).length >= world.settings.maxGroupSize) return 419;
	return 200;
}

function addOne(world: Stage, session: Session, group: Group, requested: string): Outcome {
	const person = world.people.find(requested);
	const code = addCode(world, session, group, person);
	if (person && code === 200) setRole(group, person, 'participant');
	const inviteSent = code === 403 && person?.inviteSent === true;
	return { person, requested, code, inviteSent, byLid: isByLid(world, person) };
}

// @witness measured R26: NOWEB names who hides the number by `@lid`, with `content.attrs.phone_number`
const isByLid = (world: Stage, person: Person | null): boolean =>
	person?.hidden === true && world.has('after202672');

const added = (outcomes: Outcome[]): Person[] =>
	outcomes.flatMap(({ person, code }) => (person && code === 200 ? [person] : []));

/** Adds participants in the name of a session's account. */
export async function addParticipants(
	world: Stage,
	session: Session,
	group: Group,
	ids: string[],
): Promise<Outcome[]> {
	checkIds(session, ids);
	const publish = (outcomes: Outcome[]): void => {
		const people = added(outcomes);
		if (people.length === 0) return;
		const at = nowSeconds();
		world.publish({ kind: 'join', group, people, author: session.account, how: 'add', at });
	};
	const outcomes: Outcome[] = [];
	if (session.engine === 'WEBJS' || session.engine === 'WPP') {
		// @witness documented: WEBJS takes 0.25 to 0.5 s for EACH participant of an add (`webjsAddMs` here)
		// The browser adds one after the other, each with its own event; nobody waiting stops it.
		for (const id of ids) {
			await world.timers.sleep(world.settings.webjsAddMs);
			const outcome = addOne(world, session, group, id);
			outcomes.push(outcome);
			publish([outcome]);
		}
		return outcomes;
	}
	for (const id of ids) outcomes.push(addOne(world, session, group, id));
	publish(outcomes);
	return outcomes;
}

const CHANGES = {
	leave: { how: 'remove', role: 'left' },
	promote: { how: 'promote', role: 'admin' },
	demote: { how: 'demote', role: 'participant' },
} as const;

// @witness chosen: one whom WPP cannot change fails the whole change, as read in the sources of wa-js
/** Refuses where WPP would not begin: it looks at all first. */
function demandChangeable(
	world: Stage,
	group: Group,
	kind: keyof typeof CHANGES,
	ids: string[],
): void {
	const asked = ids.map((id) => {
		const person = world.people.find(id);
		return { id, before: person ? roleOf(group, person) : null };
	});
	const present = asked.filter(({ before }) => before !== null);
	const refuse = (words: string): never => {
		throw new Refusal(words);
	};
	if (kind === 'leave') {
		if (present.length === 0) refuse(`No valid participants found for the group ${group.id}`);
		if (present.some(({ before }) => before === 'superadmin'))
			refuse(`Group ${group.id}: Group participant is not a group member`);
		return;
	}
	const stranger = asked.find(({ before }) => before === null);
	if (stranger) refuse(`Group ${group.id}: Participant '${stranger.id}' not found`);
	if (kind === 'promote' && present.some(({ before }) => before !== 'participant'))
		refuse(`Group ${group.id}: Group participant is already a group admin`);
	if (kind === 'demote' && present.some(({ before }) => before !== 'admin'))
		refuse(`Group ${group.id}: Group participant is already not a group admin`);
}

/** Removes, promotes or demotes in the name of a session's account. */
export function changeParticipants(
	world: Stage,
	session: Session,
	group: Group,
	kind: keyof typeof CHANGES,
	ids: string[],
): Outcome[] {
	demandAdmin(session, group);
	checkIds(session, ids);
	if (session.engine === 'WPP') demandChangeable(world, group, kind, ids);
	const { how, role } = CHANGES[kind];
	const changed: Person[] = [];
	const outcomes = ids.map((requested): Outcome => {
		const person = world.people.find(requested);
		const byLid = isByLid(world, person);
		const before = person ? roleOf(group, person) : null;
		if (!person || !before) return { person, requested, code: 404, inviteSent: false, byLid };
		// @witness chosen: the founder can be neither removed nor demoted by others (403 for that person)
		if (before === 'superadmin' && person !== session.account && kind !== 'promote') {
			return { person, requested, code: 403, inviteSent: false, byLid };
		}
		if (before !== role && !(kind === 'promote' && before === 'superadmin')) {
			setRole(group, person, role);
			changed.push(person);
		}
		return { person, requested, code: 200, inviteSent: false, byLid };
	});
	if (changed.length > 0) {
		const author = session.account;
		world.publish({ kind, group, people: changed, author, how, at: nowSeconds() });
	}
	return outcomes;
}

/** Changes subject, description or settings; false where the account may not. */
export function updateDetails(
	world: Stage,
	session: Session,
	group: Group,
	changed: Partial<GroupDetails>,
): boolean {
	if (!isAdmin(group, session.account)) return false;
	checkDetails(session, changed);
	Object.assign(group, changed);
	const author = session.account;
	world.publish({ kind: 'update', group, changed, author, at: nowSeconds() });
	return true;
}

/** Whether WhatsApp takes a text for the name of a group. */
export const isSubject = (text: string): boolean => text.trim() !== '' && text.length <= 100;

/** WhatsApp's limits of subject and description. */
export function checkDetails(session: Session, changed: Partial<GroupDetails>): void {
	const { subject, description } = changed;
	if (
		(subject !== undefined && !isSubject(subject)) ||
		(description !== undefined && description.length > 2048)
	) {
		throw refusal(session.engine, 'bad-value');
	}
}

/** The account goes out of a group. */
export function leaveGroup(world: Stage, session: Session, group: Group): void {
	setRole(group, session.account, 'left');
	const { account } = session;
	world.publish({
		kind: 'leave',
		group,
		people: [account],
		author: account,
		how: 'leave',
		at: nowSeconds(),
	});
}

/** The account comes in by an invite code. */
export function joinByCode(world: Stage, session: Session, code: string): Group {
	const group = groupByCode(world, session, code);
	const { account, engine } = session;
	if (isIn(group, account)) {
		if (engine === 'NOWEB') throw refusal(engine, 'in-already');
		return group;
	}
	// @witness documented: a join where admins approve answers as any other
	// Where admins approve, the answer is the same but the account is not in yet.
	if (group.newMembersApprovalRequired) {
		ask(world, group, [account], 'invite_link');
		return group;
	}
	setRole(group, account, 'participant');
	const at = nowSeconds();
	world.publish({ kind: 'join', group, people: [account], author: account, how: 'invite', at });
	return group;
}

/** The group behind a code or a link; only the plain form of a link is understood. */
export function groupByCode(world: Stage, session: Session, codeOrLink: string): Group {
	const code = codeOrLink.replace(/^https:\/\/chat\.whatsapp\.com\//, '');
	const found = world.groups.byCode(code);
	if (!found) throw refusal(session.engine, 'bad-invite');
	if (found.revoked) throw refusal(session.engine, 'revoked-invite');
	return found.group;
}

/** Makes a group with the account as its founder. */
export function createGroup(
	world: Stage,
	session: Session,
	name: string,
	ids: string[],
): { group: Group; outcomes: Outcome[] } {
	checkDetails(session, { subject: name });
	if (!ids.every(isRequestId)) throw refusal(session.engine, 'bad-id');
	const { account } = session;
	const group = world.groups.add({
		id: world.newGroupId(),
		subject: name,
		owner: account,
		createdAt: nowSeconds(),
		inviteCode: world.newInviteCode(),
		members: [[account, 'superadmin']],
	});
	const outcomes = ids.map((id) => addOne(world, session, group, id));
	world.publish({ kind: 'create', group, author: account, at: nowSeconds() });
	const people = added(outcomes);
	if (people.length > 0) {
		world.publish({ kind: 'join', group, people, author: account, how: 'add', at: nowSeconds() });
	}
	return { group, outcomes };
}
