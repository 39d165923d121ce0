import type { EventName } from '../../../nodes/WahaGroups/waha/events/catalogue';
import {
	EVENTS,
	toGroupEvents,
	WAHA_EVENTS,
} from '../../../nodes/WahaGroups/waha/events/catalogue';
import { toEnvelope } from '../../../nodes/WahaGroups/waha/events/envelope';
import { judge } from '../../../nodes/WahaGroups/waha/events/judge';
import { wahaEventsFor } from '../../../nodes/WahaGroups/waha/events/registering';

const ENGINES = ['WEBJS', 'WPP', 'NOWEB', 'GOWS'];
const GROUP = '120363041234567890@g.us';
const ACCOUNT = '4915100001001@c.us';
const PERSON = '4915300003001@c.us';

const v2 = { timestamp: 1_700_000_000, group: { id: GROUP } };
const members = (type: string) => ({ ...v2, type, participants: [{ id: PERSON }] });
const notified = { chatId: GROUP, recipientIds: [PERSON], author: PERSON };

/** A payload of each event of WAHA for each stored value that it gives, by engine where they differ. */
const PAYLOADS: Record<string, (value: string, engine: string) => unknown> = {
	'group.v2.participants': (value) => members(value),
	'group.v2.participants.join-request': () => ({
		...v2,
		action: 'created',
		requesterId: PERSON,
		requesterPn: PERSON,
		requestMethod: 'invite_link',
	}),
	'group.v2.join': () => v2,
	'group.v2.leave': () => v2,
	'group.v2.update': () => v2,
	'group.join': (_, engine) => (engine === 'NOWEB' ? [{ id: GROUP }] : notified),
	'group.leave': () => notified,
};

const cases = Object.entries(WAHA_EVENTS).flatMap(([wahaEvent, { gives }]) =>
	Object.entries(gives).flatMap(([value, engines]) =>
		(Array.isArray(engines) ? engines : ENGINES).map((engine) => ({ wahaEvent, value, engine })),
	),
);

function envelopeOf(event: string, engine: string, payload: unknown) {
	const envelope = toEnvelope({
		event,
		session: 'default',
		engine,
		id: 'evt_1',
		me: { id: ACCOUNT },
		payload,
	});
	if (envelope === undefined) throw new Error('That is no event of WAHA');
	return envelope;
}

const nobodyIsNamed = ['update'];

describe.each(cases)('$wahaEvent of $engine for $value', ({ wahaEvent, value, engine }) => {
	const payload = PAYLOADS[wahaEvent]?.(value, engine);
	const { source } = WAHA_EVENTS[wahaEvent] ?? {};

	it('has a payload here, and is parsed to it', () => {
		expect(payload).toBeDefined();
		const events = toGroupEvents(envelopeOf(wahaEvent, engine, payload));
		const about = value.startsWith('account') || Array.isArray(payload) ? ACCOUNT : PERSON;
		expect(events.find(({ event }) => event === value)).toMatchObject({
			event: value,
			groupId: GROUP,
			source,
			participants: nobodyIsNamed.includes(value) ? [] : [{ participantId: about }],
		});
	});

	it('starts a workflow that asks for it, and no other', () => {
		const subscription = {
			session: 'default',
			source: 'auto' as const,
			filters: { groupIds: [], ignoreOwnActions: false, participants: [] },
			maxEventAge: Infinity,
			resolvePhoneNumbers: false,
			simplify: true,
			splitParticipants: true,
		};
		const verdict = (events: EventName[]) => {
			const envelope = envelopeOf(wahaEvent, engine, payload);
			const judgement = judge(envelope, { ...subscription, events }, Date.now());
			return judgement.kind === 'needsSubjects'
				? { kind: 'taken', items: judgement.itemsWith(new Map()) }
				: judgement;
		};
		const names = Object.keys(EVENTS) as EventName[];
		expect(verdict(names.filter((name) => name === value))).toMatchObject({
			kind: 'taken',
			items: [{ event: value, groupId: GROUP, source }],
		});
		const given = Object.keys(WAHA_EVENTS[wahaEvent]?.gives ?? {});
		expect(verdict(names.filter((name) => !given.includes(name)))).toEqual({
			kind: 'unwanted',
			why: 'otherEvents',
		});
	});

	it.each([undefined, null, 'text', 7, [], {}, [null], { _data: null, group: null }])(
		'is no reason to fail where the payload is %j',
		(bad) => {
			if (bad === undefined) return expect(toEnvelope({ event: wahaEvent })).toBeUndefined();
			expect(Array.isArray(toGroupEvents(envelopeOf(wahaEvent, engine, bad)))).toBe(true);
		},
	);
});

it.each(Object.keys(EVENTS) as EventName[])(
	'%s is registered on every engine of the newest server with an event that gives it',
	(name) => {
		for (const engine of ENGINES) {
			const server = {
				versionText: '2026.9.1',
				version: [2026, 9, 1] as const,
				tier: 'PLUS',
				engine,
				engineIsGuess: false,
			};
			const [wahaEvent = ''] = wahaEventsFor([name], 'auto', server);
			expect(WAHA_EVENTS[wahaEvent]).toMatchObject({
				source: 'v2',
				gives: { [name]: expect.anything() },
			});
		}
	},
);

it.each(['group.v2.unknown', 'toString', '__proto__', 'message'])('%s tells nothing', (event) => {
	expect(toGroupEvents(envelopeOf(event, 'WEBJS', v2))).toEqual([]);
});

it.each(['rejected', 'revoked', undefined])('a request to join that is %s is none', (action) => {
	const payload = { ...v2, action, requesterId: PERSON };
	const event = 'group.v2.participants.join-request';
	expect(toGroupEvents(envelopeOf(event, 'GOWS', payload))).toEqual([]);
});
