import type { INodeProperties } from 'n8n-workflow';

import { WahaApi, WahaGroups, WahaGroupsLiveTrigger, WahaGroupsTrigger } from '../..';
import { paceOptions } from '../../nodes/WahaGroups/actions/framework/pacing';
import { RESOURCES } from '../../nodes/WahaGroups/actions/registry';
import type { Field, Fields } from '../../nodes/WahaGroups/fields/fields';
import { sessionField } from '../../nodes/WahaGroups/fields/fields';
import {
	filterFields,
	liveOptionFields,
	optionFields,
	triggerFields,
} from '../../nodes/WahaGroups/trigger/fields';
import type { ProblemName, Problems } from '../../nodes/WahaGroups/waha/errors';
import { WahaError } from '../../nodes/WahaGroups/waha/errors';
import { LABELS } from '../../nodes/WahaGroups/wording/labels';
import { wordsOf } from '../../nodes/WahaGroups/wording/wording';

/** The names of fields, also in collections; of a notice, its text is none. */
function namesIn(properties: readonly INodeProperties[]): string[] {
	return properties.flatMap(({ type, displayName, options }) => {
		const inner = type === 'collection' ? ((options ?? []) as INodeProperties[]) : [];
		return type === 'notice' ? [] : [displayName, ...namesIn(inner)];
	});
}

const namesOf = (fields: Fields): string[] =>
	namesIn(Object.values(fields).map(({ property }) => ({ ...property, name: '' })));

const ofCredential = namesIn(new WahaApi().properties);
const everywhere = [WahaGroups, WahaGroupsTrigger, WahaGroupsLiveTrigger].flatMap((node) =>
	namesIn(new node().description.properties),
);
/** What can only be the name of a field: several words, or what texts take from the labels. */
const telling = [...new Set([...everywhere, ...ofCredential, ...Object.values(LABELS)])].filter(
	(name) => name.includes(' '),
);

/** A node, or an operation of it, with what can be entered there. */
interface Place {
	isOperation: boolean;
	fields: Fields;
}

const { session, events, registration, signingSecret } = triggerFields;
const PLACES: Record<string, Place> = {
	trigger: {
		isOperation: false,
		fields: { session, events, registration, signingSecret, ...filterFields, ...optionFields },
	},
	'live trigger': {
		isOperation: false,
		fields: { session, events, ...filterFields, ...liveOptionFields },
	},
};
for (const [resource, { operations }] of Object.entries(RESOURCES)) {
	for (const [name, { fields, options }] of Object.entries(operations))
		PLACES[`${resource} ${name}`] = {
			isOperation: true,
			fields: { session: sessionField, ...fields, ...options, ...paceOptions },
		};
}

/** What is none for one kind of field or another. */
const BAD: readonly unknown[] = [
	...[
		null,
		'',
		'x',
		'two words',
		'0170 1234567',
		'4.9E+11',
		'+49 1',
		'+999 1234567',
		'151 1234567',
	],
	...[
		'[object Object]',
		'[1',
		'undefined',
		'a@g.us',
		'120363041234567890@g.us',
		'..',
		'-1',
		'ftp://x',
	],
	...[
		-1,
		1.5,
		NaN,
		true,
		1e30,
		120363041234567890,
		{},
		{ x: 1 },
		{ id: 3071, name: 'x' },
		[],
		[{}],
		['x'],
	],
	...[
		{ id: 3071, phone: '' },
		['+49 170 1234567', '+49 170 1234568'],
		{ value: { x: 1 } },
		'x'.repeat(70_000),
	],
];

function told(field: Field<unknown>, value: unknown, isOperation: boolean): string[] {
	return [{}, { countryCode: '49' }].flatMap((options) => {
		try {
			field.read(value, isOperation ? options : undefined);
			return [];
		} catch (error) {
			const words = wordsOf(error, isOperation);
			if (words === undefined) throw error;
			return [`${words.message} ${words.description}`];
		}
	});
}

describe.each(Object.entries(PLACES))('%s', (_, { fields, isOperation }) => {
	const here = [...namesOf(fields), ...ofCredential];
	/** Of a longer name that is there, a part is no name. */
	const strangers = (text: string): string[] => {
		const rest = here.reduce((left, name) => left.replaceAll(name, ''), text);
		return telling.filter((name) => rest.includes(name)).map((name) => `${name}: ${text}`);
	};

	it('no error about a field advises one that is not there', () => {
		const all = Object.values(fields).flatMap((field) =>
			BAD.flatMap((value) => told(field, value, isOperation)),
		);
		expect(all.length).toBeGreaterThan(5);
		expect(all.flatMap(strangers)).toEqual([]);
	});

	it('no failed request does', () => {
		const all = Object.keys(FAILED).flatMap((name) => {
			const problem = { name, facts: FACTS } as unknown as WahaError['problem'];
			const words = wordsOf(new WahaError(problem, { status: 500 }), isOperation);
			const isElsewhere = FAILED[name as ProblemName];
			return isElsewhere || !words ? [] : [`${words.message} ${words.description}`];
		});
		expect(all.flatMap(strangers)).toEqual([]);
	});
});

/** Whatever any problem tells. */
const FACTS: Partial<Problems[ProblemName]> = {
	address: 'http://waha:3000',
	path: '/x',
	baseUrl: 'http://localhost:3000',
	session: 'default',
	sessionStatus: 'STOPPED',
	others: ['other'],
	engine: 'WEBJS',
	version: '2024.10',
	since: [2025, 2, 0],
	about: 'group',
	doing: 'change',
	expected: 'object',
	start: '{',
	cause: 'refused',
	timeoutMs: 60_000,
} as unknown as Partial<Problems[ProblemName]>;

/** All problems of a request; true for what only happens while a trigger registers its webhook, which advises its own fields. */
const FAILED: Record<ProblemName, boolean> = {
	redirected: false,
	lockedOut: false,
	unauthorized: false,
	forbidden: false,
	sessionNotReady: false,
	sessionOutOfReach: false,
	onlyDefaultSession: false,
	noSession: false,
	noSessionOrStopped: false,
	sessionNotWritable: true,
	noSessionObject: false,
	sessionContested: true,
	ownAccountUnknown: false,
	unsupported: false,
	unsupportedByEngine: false,
	rateLimit: false,
	gatewayPage: false,
	gateway: false,
	foreignPage: false,
	unknownAction: false,
	tooOld: false,
	unknownGroup: false,
	deadInvite: false,
	unknownAddress: false,
	validation: false,
	disconnected: false,
	connectionLost: false,
	lateAnswer: false,
	noAdmin: false,
	mayNotWrite: false,
	memberAlready: false,
	refused: false,
	inviteCodeWithheld: false,
	membersUnknown: false,
	settingUntold: false,
	notCreated: false,
	maybeCreated: false,
	unexpectedStatus: false,
	emptyAnswer: false,
	otherAnswer: false,
	unreachable: false,
	certificate: false,
	notHttps: false,
	broken: false,
	timeout: false,
	cancelled: false,
};

it('wherever people are entered, the option for their country is there', () => {
	const without = Object.entries(PLACES).filter(
		([, { fields }]) =>
			Object.values(fields).some(({ needsOptions }) => needsOptions) && !('countryCode' in fields),
	);
	expect(without.map(([name]) => name)).toEqual([]);
});
