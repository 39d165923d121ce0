import type { Doing, Subject } from './http/subject';
import type { Version } from './versions';

/** No more is to be said than the name. */
type NoFacts = Readonly<Record<never, never>>;

interface Address {
	/** The server's address as it may be shown: without user name and password. */
	baseUrl: string;
}

interface Session {
	session: string;
}

/** What can go wrong with a request, and what is known of it besides the status and the server's own words. */
export interface Problems {
	/** To another address; undefined where it is another path of the same. */
	redirected: { address: string | undefined; path: string };
	/** Something in front of WAHA asks for a password of its own. */
	lockedOut: Address;
	unauthorized: NoFacts;
	forbidden: NoFacts;
	/** `goesOn`: whoever asked for it listens, and goes on by itself when it is. */
	sessionNotReady: Session & { sessionStatus: string; goesOn?: true };
	/** It works, and yet group calls find no way to it. */
	sessionOutOfReach: Session;
	onlyDefaultSession: Session;
	/** `others`: those that exist, where the server told. */
	noSession: Session & { others?: readonly string[] };
	/** The server does not tell whether it has the session. */
	noSessionOrStopped: Session;
	/** The key may not change what is set for the session. */
	sessionNotWritable: NoFacts;
	/** Something else came where the session was asked for. */
	noSessionObject: Address & Session;
	/** Somebody else writes its config again and again. */
	sessionContested: Session;
	/** WAHA does not tell the session's own account. */
	ownAccountUnknown: NoFacts;
	unsupported: NoFacts;
	/** `version`: of the server, where it told. */
	unsupportedByEngine: Session & { engine: string; version?: string };
	rateLimit: NoFacts;
	gatewayPage: NoFacts;
	gateway: NoFacts;
	foreignPage: Address;
	unknownAction: NoFacts;
	tooOld: { version: string; since: Version };
	unknownGroup: NoFacts;
	deadInvite: NoFacts;
	unknownAddress: Address;
	validation: NoFacts;
	disconnected: NoFacts;
	/** While it was under way. */
	connectionLost: NoFacts;
	/** WhatsApp did not answer the server in time. */
	lateAnswer: NoFacts;
	noAdmin: NoFacts;
	mayNotWrite: NoFacts;
	memberAlready: NoFacts;
	refused: { about: Subject; doing: Doing };
	/** An answer without invite code. */
	inviteCodeWithheld: NoFacts;
	/** A list of members that lacks even the account itself. */
	membersUnknown: NoFacts;
	settingUntold: NoFacts;
	notCreated: NoFacts;
	maybeCreated: NoFacts;
	unexpectedStatus: Address;
	emptyAnswer: { expected: Expected };
	/** `start`: how the answer begins. */
	otherAnswer: { expected: Expected; start: string };
	unreachable: Address & { cause: 'refused' | 'notFound' };
	certificate: Address;
	notHttps: Address;
	broken: Address;
	timeout: { timeoutMs: number };
	cancelled: NoFacts;
}

export type ProblemName = keyof Problems;

/** What an answer was to be. */
export type Expected = 'yesOrNo' | 'object' | 'list' | 'inviteCode' | 'pictureUrl';

/** One problem with its facts. */
export type Problem<N extends ProblemName = ProblemName> = {
	[K in N]: { name: K; facts: Problems[K] };
}[N];

/** Problems that code treats alike. */
export type ProblemKind =
	| 'cancelled'
	| 'forbidden'
	| 'groupNotFound'
	| 'noSession'
	| 'page'
	| 'rateLimit'
	| 'refused'
	| 'sessionNotReady'
	| 'timeout'
	| 'unauthorized'
	| 'unexpected'
	| 'unknownEndpoint'
	| 'unreachable'
	| 'broken'
	| 'unsupported'
	| 'validation';

const KINDS: Readonly<Record<ProblemName, ProblemKind>> = {
	redirected: 'unexpected',
	lockedOut: 'page',
	unauthorized: 'unauthorized',
	forbidden: 'forbidden',
	sessionNotReady: 'sessionNotReady',
	sessionOutOfReach: 'sessionNotReady',
	onlyDefaultSession: 'noSession',
	noSession: 'noSession',
	noSessionOrStopped: 'noSession',
	sessionNotWritable: 'forbidden',
	noSessionObject: 'unexpected',
	sessionContested: 'unexpected',
	ownAccountUnknown: 'unexpected',
	unsupported: 'unsupported',
	unsupportedByEngine: 'unsupported',
	rateLimit: 'rateLimit',
	gatewayPage: 'page',
	gateway: 'page',
	foreignPage: 'page',
	unknownAction: 'unknownEndpoint',
	tooOld: 'unknownEndpoint',
	unknownGroup: 'groupNotFound',
	deadInvite: 'groupNotFound',
	unknownAddress: 'unknownEndpoint',
	validation: 'validation',
	disconnected: 'refused',
	connectionLost: 'broken',
	lateAnswer: 'timeout',
	noAdmin: 'refused',
	mayNotWrite: 'refused',
	memberAlready: 'refused',
	refused: 'refused',
	inviteCodeWithheld: 'refused',
	membersUnknown: 'unexpected',
	settingUntold: 'unexpected',
	notCreated: 'refused',
	maybeCreated: 'unexpected',
	unexpectedStatus: 'unexpected',
	emptyAnswer: 'unexpected',
	otherAnswer: 'unexpected',
	unreachable: 'unreachable',
	certificate: 'unreachable',
	notHttps: 'unreachable',
	broken: 'broken',
	timeout: 'timeout',
	cancelled: 'cancelled',
};

/** What goes with a problem, whatever it is; what is left out is unknown, or no. */
interface Details {
	/** HTTP status; undefined where no reply came. */
	status?: number;
	/** The server's own words; '' where it had none. */
	words?: string;
	/** Whether the same request may be sent again: it can go better, and does no harm. */
	repeat?: boolean;
	/** Whether the request may have had its effect although no success was answered. */
	inDoubt?: boolean;
	/** Whether somebody who does it again could do it twice. */
	mayDouble?: boolean;
}

/** What WAHA, or the way to it, answered instead of the thing asked for. Its words for people: `wording/`. */
export class WahaError extends Error implements Required<Omit<Details, 'status'>> {
	override readonly name = 'WahaError';

	readonly status: number | undefined;

	readonly words: string;

	readonly repeat: boolean;

	readonly inDoubt: boolean;

	readonly mayDouble: boolean;

	/** Whether an earlier try of the same request broke off and may have had its effect. */
	afterDoubt = false;

	/** How long to wait before another try, in milliseconds, where the caller repeats by itself; undefined where that makes no sense. */
	waitMs?: number;

	constructor(
		readonly problem: Problem,
		{ status, words = '', repeat = false, inDoubt = false, mayDouble = false }: Details = {},
	) {
		super(problem.name);
		this.status = status;
		this.words = words;
		this.repeat = repeat;
		this.inDoubt = inDoubt;
		this.mayDouble = mayDouble;
	}

	get kind(): ProblemKind {
		return KINDS[this.problem.name];
	}

	/** The same error, better understood. */
	as(problem: Problem): WahaError {
		const better = new WahaError(problem, this);
		better.afterDoubt = this.afterDoubt;
		better.waitMs = this.waitMs;
		return better;
	}
}

/** Why a text is not a phone number. */
export type NoNumber =
	| { why: 'none' | 'national' | 'noCountry' | 'notInside' }
	/** `more`: it is one with something behind it. `zero`: it can be meant with its 0 or without. */
	| { why: 'more' | 'zero' }
	/** How many digits numbers of this calling code have behind it, and how many there are here. */
	| { why: 'length'; code: string; lengths: readonly number[]; found: number }
	/** The digits of both. */
	| { why: 'twoCountries'; candidates: readonly [string, string] };

/** Why a value is no person. */
export type NoPerson =
	| NoNumber
	| { why: 'group' | 'scientific' | 'onlyZeros' | 'rowKey' | 'emptyPhone' };

/** The field of our outputs that a value can be taken from; null where there is none for it. */
export type Source = 'groupId' | 'inviteUrl' | 'participantId' | 'session' | null;

interface Value {
	value: unknown;
}

/** What can be wrong with what was given, before anything is sent. */
export interface InputProblems {
	noGroup: NoFacts;
	/** `isOne`: one group was asked for, so there is a list to choose it from; else a list of ids. */
	notAGroupId: Value & { isOne: boolean };
	/** One group was asked for. */
	severalGroups: Value;
	/** As a number a group id loses its last digits. */
	groupIdAsNumber: Value;
	noInviteCode: NoFacts;
	notAnInviteCode: Value;
	/** What JavaScript writes where an expression found nothing. */
	nothingFound: Value;
	/** An expression with something beside its braces gives the text of an object. */
	objectText: Value & { source: Source };
	badJson: Value;
	/** `place` in the list, and the `row` of the input where rows make up the list, from 1. */
	noPerson: Value & { place: number | undefined; row?: number; reason: NoPerson };
	/** In characters. */
	hostUrlTooLong: { length: number };
	/** An event that engine and version never send with the event source chosen. */
	eventNeverComes: {
		event: string;
		engine: string | undefined;
		version: string | undefined;
		/** The version from which on it comes; undefined where another event source brings it. */
		since: Version | undefined;
		engineIsGuess: boolean;
	};
	eventTooNew: { event: string; version: string | undefined; since: Version };
	noV2Events: { version: string | undefined };
}

export type InputProblemName = keyof InputProblems;

/** One problem of what was given, with its facts. */
export type InputProblem<N extends InputProblemName = InputProblemName> = {
	[K in N]: { name: K; facts: InputProblems[K] };
}[N];

/** What was given cannot be what it is to be. Its words for people: `wording/`. */
export class InvalidInput extends Error {
	override readonly name = 'InvalidInput';

	constructor(readonly problem: InputProblem) {
		super(problem.name);
	}
}
