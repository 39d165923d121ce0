import { toEnvelope } from '../../../nodes/WahaGroups/waha/events/envelope';
import type { Judgement, LookUp, Subscription } from '../../../nodes/WahaGroups/waha/events/judge';
import { judge, judgeFinding } from '../../../nodes/WahaGroups/waha/events/judge';
import { toldSubjects } from '../../../nodes/WahaGroups/waha/events/toldSubjects';

const GROUP = '120363041234567890@g.us';
const NOW = 1_700_000_000_000;
const LID = '98765432101234@lid';
const ACTOR_LID = '11122233344455@lid';
const PHONE = '4915300003001';
const ACCOUNT = '4915100001001';

const all: Subscription = {
	session: 'default',
	events: ['join', 'leave'],
	source: 'auto',
	filters: { groupIds: [], ignoreOwnActions: false, participants: [] },
	maxEventAge: 3600,
	resolvePhoneNumbers: true,
	simplify: true,
	splitParticipants: true,
};

/** As `judge`; but the group's subject is no question in most of these, so it is known. */
function judged(...given: Parameters<typeof judge>): Judgement {
	const judgement = judge(...given);
	if (judgement.kind !== 'needsSubjects') return judgement;
	return { kind: 'taken', items: judgement.itemsWith(new Map([[GROUP, 'Team Berlin']])) };
}

const BODY = {
	id: 'evt_1',
	timestamp: NOW,
	event: 'group.v2.participants',
	session: 'default',
	engine: 'GOWS',
	me: { id: `${ACCOUNT}@c.us` },
	payload: {
		type: 'join',
		timestamp: NOW / 1000,
		group: { id: GROUP },
		participants: [{ id: `${PHONE}@c.us`, role: 'participant' }],
	},
};
const withPayload = (more: object) => ({ ...BODY, payload: { ...BODY.payload, ...more } });

function envelopeOf(body: object = BODY) {
	const envelope = toEnvelope(body);
	if (envelope === undefined) throw new Error('That is no event of WAHA');
	return envelope;
}

function verdict(
	more: Partial<Subscription>,
	body: object = BODY,
	numbers: Map<string, string | null> = new Map(),
): Judgement {
	return judged(envelopeOf(body), { ...all, ...more }, NOW, numbers);
}

const filters = (more: Partial<Subscription['filters']>) => ({
	filters: { ...all.filters, ...more },
});

it('gives the items of an event that is wanted', () => {
	expect(verdict({})).toMatchObject({
		kind: 'taken',
		items: [{ event: 'join', groupId: GROUP, phoneNumber: PHONE, eventId: 'evt_1', source: 'v2' }],
	});
});

it('gives the event as it came where it is not simplified', () => {
	expect(verdict({ simplify: false })).toEqual({ kind: 'taken', items: [BODY] });
});

it.each([
	['other events', { events: ['promote' as const] }, 'otherEvents'],
	['the other source', { source: 'legacy' as const }, 'otherEvents'],
	['another session', { session: 'other' }, 'otherSession'],
	['other groups', filters({ groupIds: ['120363049999999999@g.us'] }), 'filtered'],
	['other people', filters({ participants: ['4915300009999@c.us'] }), 'filtered'],
])('is unwanted by a workflow that listens to %s', (_, more, why) => {
	expect(verdict(more)).toEqual({ kind: 'unwanted', why });
});

it('is too old from the second after its age on, by the time handed in', () => {
	const at = (ms: number): Judgement => judged(envelopeOf(), all, NOW + ms);
	expect(at(3_600_000).kind).toBe('taken');
	expect(at(3_600_001)).toEqual({ kind: 'unwanted', why: 'tooOld' });
	const forever = { ...all, maxEventAge: Infinity };
	expect(judged(envelopeOf(), forever, NOW * 2).kind).toBe('taken');
});

it('reads nothing of the subscription that it does not need', () => {
	const only = {
		session: 'other',
		maxEventAge: 3600,
		get events(): never {
			throw new Error('events');
		},
	};
	expect(judge(envelopeOf(), only as unknown as Subscription, NOW)).toEqual({
		kind: 'unwanted',
		why: 'otherSession',
	});
});

describe('hidden numbers', () => {
	const hidden = withPayload({
		participants: [{ id: LID, role: 'participant' }],
		_data: { Sender: ACTOR_LID },
	});
	const others = filters({ ignoreOwnActions: true });

	it('are asked for in two rounds: who acted, then whom it is about', () => {
		expect(verdict(others, hidden)).toEqual({ kind: 'needsNumbers', ids: [ACTOR_LID] });
		const acted = new Map([[ACTOR_LID, null]]);
		expect(verdict(others, hidden, acted)).toEqual({ kind: 'needsNumbers', ids: [LID] });
		const both = new Map([...acted, [LID, PHONE] as const]);
		expect(verdict(others, hidden, both)).toMatchObject({
			kind: 'taken',
			items: [{ participantId: LID, phoneNumber: PHONE }],
		});
	});

	it('tell that the account did it itself', () => {
		expect(verdict(others, hidden, new Map([[ACTOR_LID, ACCOUNT]]))).toEqual({
			kind: 'unwanted',
			why: 'filtered',
		});
	});

	it('are not asked for where the workflow does not want that, and stay null', () => {
		expect(verdict({ ...others, resolvePhoneNumbers: false }, hidden)).toMatchObject({
			kind: 'taken',
			items: [{ participantId: LID, phoneNumber: null }],
		});
	});

	it('are asked for once each, and an id of which nothing is found ends the rounds', async () => {
		const { asked, lookUp } = lookUpOf({});
		const judgement = await judgeFinding(envelopeOf(hidden), { ...all, ...others }, NOW, lookUp);
		expect(asked).toEqual([[ACTOR_LID], [LID], [GROUP]]);
		expect(judgement).toMatchObject({
			kind: 'taken',
			items: [{ phoneNumber: null, groupSubject: null }],
		});
	});
});

/** Looks up in a table, and notes what it was asked for and told. */
function lookUpOf(subjects: Record<string, string>) {
	const asked: string[][] = [];
	const learned: Array<[string, string]> = [];
	const lookUp: LookUp = {
		numbers: async (lids) => {
			asked.push([...lids]);
			return await Promise.resolve(new Map());
		},
		subjects: async (groupIds) => {
			asked.push([...groupIds]);
			return await Promise.resolve(new Map(Object.entries(subjects)));
		},
		learnSubjects: async (told) => {
			learned.push(...told);
			await Promise.resolve();
		},
	};
	return { asked, learned, lookUp };
}

describe('the subject of the group', () => {
	const update = {
		...BODY,
		event: 'group.v2.update',
		payload: { timestamp: NOW / 1000, group: { id: GROUP, subject: 'Team Hamburg' } },
	};
	const onUpdates = { ...all, events: ['update' as const] };

	it('is asked for where the event does not tell it, and stands in every item', async () => {
		const people = [PHONE, ACCOUNT].map((phone) => ({ id: `${phone}@c.us`, role: 'participant' }));
		const body = withPayload({ participants: people });
		const { asked, lookUp } = lookUpOf({ [GROUP]: 'Team Berlin' });
		const judgement = await judgeFinding(envelopeOf(body), all, NOW, lookUp);
		expect(asked).toEqual([[GROUP]]);
		const [first, second] = judgement.kind === 'taken' ? judgement.items : [];
		expect([first?.groupSubject, second?.groupSubject]).toEqual(['Team Berlin', 'Team Berlin']);
		expect(Object.keys(first ?? {}).slice(5, 9)).toEqual([
			'actorId',
			'participants',
			'groupSubject',
			'group',
		]);
	});

	it('is that of the event where it tells one, which is handed on', async () => {
		const { asked, learned, lookUp } = lookUpOf({});
		const judgement = await judgeFinding(envelopeOf(update), onUpdates, NOW, lookUp);
		expect(judgement).toMatchObject({ items: [{ groupSubject: 'Team Hamburg' }] });
		expect(asked).toEqual([]);
		expect(learned).toEqual([[GROUP, 'Team Hamburg']]);
	});

	it('is asked for where a group was updated in something else', () => {
		const payload = { timestamp: NOW / 1000, group: { id: GROUP, description: 'New' } };
		expect(judge(envelopeOf({ ...update, payload }), onUpdates, NOW)).toEqual({
			kind: 'needsSubjects',
			groupIds: [GROUP],
			itemsWith: expect.any(Function),
		});
	});

	it('is asked for one event of several groups at once, for those that have none', () => {
		const [told, untold] = ['120363041234567891@g.us', '120363041234567892@g.us'];
		const payload = [{ id: told, subject: 'One' }, { id: untold }, { id: untold }];
		const body = { ...BODY, event: 'group.join', payload };
		expect(judge(envelopeOf(body), all, NOW)).toEqual({
			kind: 'needsSubjects',
			groupIds: [untold],
			itemsWith: expect.any(Function),
		});
		expect([...toldSubjects(envelopeOf(body))]).toEqual([[told, 'One']]);
	});

	it.each([
		['as it came', { simplify: false }],
		['for other groups', filters({ groupIds: ['120363049999999999@g.us'] })],
		['for other people', filters({ participants: ['4915300009999@c.us'] })],
		['for other events', { events: ['promote' as const] }],
	])('is not asked for where the workflow wants the event %s', async (_, more) => {
		const { asked, lookUp } = lookUpOf({});
		await judgeFinding(envelopeOf(), { ...all, ...more }, NOW, lookUp);
		expect(asked).toEqual([]);
	});

	it('is learned from what the workflow does not want, but not from what is too old', async () => {
		const { learned, lookUp } = lookUpOf({});
		await judgeFinding(envelopeOf(update), all, NOW, lookUp);
		expect(learned).toEqual([[GROUP, 'Team Hamburg']]);
		await judgeFinding(envelopeOf(update), all, NOW + 3_600_001, lookUp);
		expect(learned).toHaveLength(1);
	});

	it('is told by no notification of WEBJS', () => {
		const payload = {
			id: { _serialized: GROUP },
			chatId: GROUP,
			author: `${PHONE}@c.us`,
			body: '',
		};
		expect(toldSubjects(envelopeOf({ ...BODY, event: 'group.join', payload })).size).toBe(0);
	});
});
