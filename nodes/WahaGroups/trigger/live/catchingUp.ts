import type { ITriggerFunctions } from 'n8n-workflow';

import type { Account } from '../../n8n/connection';
import { INTERACTIVE } from '../../n8n/connection';
import type { Doubt, Missed } from '../../waha/catchUp/catchUp';
import { CatchUp, MOST_GROUPS } from '../../waha/catchUp/catchUp';
import { readGroups } from '../../waha/catchUp/readGroups';
import type { EventName } from '../../waha/events/catalogue';
import type { GroupEvent } from '../../waha/events/groupEvent';
import type { FindNumbers } from '../../waha/events/judge';
import { inTurn } from '../../waha/inTurn';
import { settle } from '../../waha/settle';
import { InputError } from '../../wording/inputError';
import { LABELS } from '../../wording/labels';
import { Bell } from './bell';
import type { Heard } from './items';

/** Reading many groups one by one takes its time, and nobody waits for it. */
const PACING = { ...INTERACTIVE, maxRetries: 3, timeout: 60_000 };

/** How long after a failure it is tried again, in milliseconds. */
const AGAIN_MS = 60_000;

/** What can be missed. */
const MEMBERS: readonly EventName[] = ['join', 'leave'];

/** All that tells who is in a group, whether or not the workflow wants it. */
export const WATCHED: readonly EventName[] = [...MEMBERS, 'accountJoin', 'accountLeave'];

/** Whether something can be caught up. In: the events and groups of a workflow. Throws InputError for too many groups. */
export function canCatchUp(events: readonly EventName[], groupIds: readonly string[]): boolean {
	if (groupIds.length === 0 || !MEMBERS.some((one) => events.includes(one))) return false;
	if (groupIds.length <= MOST_GROUPS) return true;
	throw new InputError(
		`${groupIds.length} groups are chosen, but what was missed can be found in ${MOST_GROUPS} at most`,
		`Choose fewer groups, or turn off "${LABELS.catchUp}" in the options.`,
	);
}

/** What is told of a list that was not compared as it is, for n8n's log. */
function inWords(doubt: Doubt): string {
	const { groupId, why } = doubt;
	if (why === 'sameOnes' && doubt.came + doubt.went === 0)
		return `Group ${groupId}: somebody left under an ID that WAHA's list does not have, and may be listed under another one`;
	const words: Record<Doubt['why'], string> = {
		unknown: 'WAHA does not tell its members now',
		leap: 'so many came or went at once that nothing is told of it',
		sameOnes:
			'some are shown under other ids now, so it is not known which of them came or went: nothing is told of them',
		tooMany: 'it has too many members to remember them',
	};
	return `Group ${groupId}: ${words[why]}`;
}

/** What the watch needs of its trigger. */
interface Settings {
	session: string;
	groupIds: readonly string[];
	/** Looks up the numbers of hidden ids. */
	find: (account: Account) => FindNumbers;
	/** Takes what was missed. */
	missed: (event: Missed, account: Account, accountIds: string[]) => void;
}

/** Remembers for one trigger who is in its groups, in its static data, and looks for what was missed. */
export class CatchingUp {
	private readonly catchUp: CatchUp;

	private storedRevision = 0;

	/** When to compare, in milliseconds since 1970. */
	private dueAt = Infinity;

	private hasCompared = false;

	private isStopped = false;

	private account: Account | undefined;

	/** The doubts of the last comparison, as they stand in n8n's log. */
	private doubts: ReadonlySet<string> = new Set();

	private readonly bell = new Bell();

	/** Forgets what was remembered of a trigger. */
	static forget(context: ITriggerFunctions): void {
		const data = context.getWorkflowStaticData('node');
		if ('catchUp' in data) delete data.catchUp;
	}

	constructor(
		private readonly context: ITriggerFunctions,
		private readonly settings: Settings,
	) {
		const { catchUp } = context.getWorkflowStaticData('node');
		this.catchUp = new CatchUp(settings.groupIds, catchUp);
	}

	/** Looks at the groups now, and again from time to time: the connection is there. */
	look(account: Account): void {
		const isFirst = this.account === undefined;
		this.account = account;
		this.catchUp.gap(Date.now());
		this.lookIn(0);
		if (isFirst) void this.run();
	}

	/** Looks at the groups once more: some events were dropped. */
	lookAgain(): void {
		this.catchUp.gap(Date.now());
		this.lookIn(0);
	}

	/** Waits for the first look, but not for ever. */
	async firstLook(mostMs: number): Promise<void> {
		const end = Date.now() + mostMs;
		while (!this.hasCompared && !this.isStopped && Date.now() < end)
			await new Bell().wait(100, () => false);
	}

	stop(): void {
		this.isStopped = true;
		this.bell.ring();
	}

	/** Whether it has to see an event, although the workflow may not want it. */
	concerns({ groupId, event }: GroupEvent<string>): boolean {
		const isWatched = WATCHED.some((one) => one === event);
		return isWatched && groupId !== null && this.settings.groupIds.includes(groupId);
	}

	/** What of an envelope's events is to be told. In: when their turn has come, in its order. */
	observe({ events, envelope, heardMs }: Heard): Heard['events'] {
		const { accountIds } = envelope;
		const observed = this.catchUp.observe(events, Date.now(), accountIds, heardMs);
		const { events: left, againInMs } = observed;
		this.store();
		if (againInMs !== undefined) this.lookIn(againInMs);
		return left;
	}

	private lookIn(ms: number): void {
		this.dueAt = Math.min(this.dueAt, Date.now() + ms);
		this.bell.ring();
	}

	/** n8n writes it with the next execution that this trigger starts, and after publishing. */
	private store(): void {
		if (this.catchUp.revision === this.storedRevision) return;
		this.storedRevision = this.catchUp.revision;
		this.context.getWorkflowStaticData('node').catchUp = this.catchUp.stored();
	}

	private async run(): Promise<void> {
		for (;;) {
			await this.bell.wait(Infinity, () => this.isStopped || Date.now() >= this.dueAt);
			if (this.isStopped || this.account === undefined) return;
			const { account } = this;
			this.dueAt = Infinity;
			// One list after the other, where many triggers have the same server.
			const name = `groups ${account.baseUrl} ${this.settings.session}`;
			const settled = await settle(inTurn(name, async () => await this.compare(account)));
			this.lookIn(settled.ok ? settled.value : AGAIN_MS);
			this.hasCompared = true;
		}
	}

	/** Compares once; gives when to do it again, in milliseconds. */
	private async compare(account: Account): Promise<number> {
		if (this.isStopped) return Infinity;
		const { session, groupIds, find, missed } = this.settings;
		const client = account.connect(PACING);
		const reading = await readGroups(client, session, groupIds, Date.now());
		const compared = await this.catchUp.compare(reading, Date.now(), find(account));
		this.store();
		const doubts = new Set(compared.doubts.map(inWords));
		for (const doubt of doubts) if (!this.doubts.has(doubt)) this.context.logger.warn(doubt);
		this.doubts = doubts;
		for (const event of compared.missed) missed(event, account, [...reading.accountIds]);
		return compared.againInMs;
	}
}
