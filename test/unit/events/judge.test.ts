import { toEnvelope } from '../../../nodes/WahaGroups/waha/events/envelope';
import type { Judgement, Subscription } from '../../../nodes/WahaGroups/waha/events/judge';
import { judge, judgeFinding } from '../../../nodes/WahaGroups/waha/events/judge';

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
	numbers?: Map<string, string | null>,
): Judgement {
	return judge(envelopeOf(body), { ...all, ...more }, NOW, numbers);
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
	const at = (ms: number): Judgement => judge(envelopeOf(), all, NOW + ms);
	expect(at(3_600_000).kind).toBe('taken');
	expect(at(3_600_001)).toEqual({ kind: 'unwanted', why: 'tooOld' });
	expect(judge(envelopeOf(), { ...all, maxEventAge: Infinity }, NOW * 2).kind).toBe('taken');
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
		const asked: string[][] = [];
		const judgement = await judgeFinding(
			envelopeOf(hidden),
			{ ...all, ...others },
			NOW,
			async (ids) => {
				asked.push([...ids]);
				return new Map();
			},
		);
		expect(asked).toEqual([[ACTOR_LID], [LID]]);
		expect(judgement).toMatchObject({ kind: 'taken', items: [{ phoneNumber: null }] });
	});
});
