import type { INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { WahaApi, WahaGroups } from '../..';

/**
 * What saved workflows hold: names and values that never change once released. A line that has to be changed here, and
 * is not just one more, breaks workflows of users.
 */
const OPERATIONS: Record<string, Record<string, readonly string[]>> = {
	group: {
		create: ['name', 'participants', 'simplify'],
		get: ['groupId', 'simplify'],
		getAll: ['returnAll', 'limit', 'simplify'],
		count: [],
		delete: ['groupId'],
		leave: ['groupId'],
		setSubject: ['groupId', 'subject'],
		setDescription: ['groupId', 'description'],
		getInfoAdminOnly: ['groupId'],
		setInfoAdminOnly: ['groupId', 'adminsOnly'],
		getMessagesAdminOnly: ['groupId'],
		setMessagesAdminOnly: ['groupId', 'adminsOnly'],
		getPicture: ['groupId'],
		setPicture: ['groupId', 'pictureSource', 'pictureUrl'],
		deletePicture: ['groupId'],
		refresh: [],
		getSettings: ['groupId'],
		update: ['groupId', 'changes'],
	},
	participants: {
		getAll: ['groupId', 'simplify'],
		add: ['groupId', 'participants', 'simplify'],
		remove: ['groupId', 'participants', 'simplify'],
		sync: ['groupId', 'participants', 'dryRun', 'addMissing', 'removeOthers'],
	},
	admin: {
		getAll: ['groupId', 'simplify'],
		promote: ['groupId', 'participants', 'simplify'],
		demote: ['groupId', 'participants', 'simplify'],
	},
	joinRequest: {
		getAll: ['groupId'],
		approve: ['groupId', 'everyone'],
		reject: ['groupId', 'everyone'],
	},
	message: { send: ['sendTo', 'groupId', 'text', 'mentions', 'mentionEveryone', 'simplify'] },
	inviteCode: {
		get: ['groupId'],
		revoke: ['groupId'],
		getInfo: ['inviteCode', 'simplify'],
		join: ['inviteCode'],
	},
};

/** Under Options everywhere. */
const PACE = ['maxParallelRequests', 'maxRetries', 'requestInterval', 'timeout'];

/** Under Options here and there. */
const OPTIONS: Record<string, readonly string[]> = {
	'group getAll': ['includeParticipants', 'sortBy', 'sortOrder'],
	'group getPicture': ['refresh'],
	'group create': ['countryCode', 'sendInviteLink', 'verify'],
	'joinRequest approve': ['chunkSize', 'countryCode'],
	'joinRequest reject': ['chunkSize', 'countryCode'],
	'participants getAll': ['includeNames', 'resolvePhoneNumbers', 'roles'],
	'participants add': ['chunkSize', 'countryCode', 'sendInviteLink', 'verify'],
	'participants remove': ['chunkSize', 'countryCode', 'verify'],
	'participants sync': ['chunkSize', 'countryCode', 'maxRemovals'],
	'message send': ['countryCode', 'linkPreview', 'replyTo'],
	'admin getAll': ['includeNames', 'resolvePhoneNumbers'],
	'admin promote': ['chunkSize', 'countryCode', 'verify'],
	'admin demote': ['chunkSize', 'countryCode', 'verify'],
};

/** Operations that change nothing. */
const READING = [
	'count',
	'get',
	'getAll',
	'getInfo',
	'getInfoAdminOnly',
	'getMessagesAdminOnly',
	'getPicture',
	'getSettings',
];

const DEFAULTS: Record<string, unknown> = {
	session: { mode: 'list', value: 'default', cachedResultName: 'default' },
	groupId: { mode: 'list', value: '' },
	name: '',
	participants: '',
	subject: '',
	description: '',
	inviteCode: '',
	returnAll: false,
	limit: 50,
	simplify: true,
	dryRun: false,
	addMissing: true,
	removeOthers: false,
	keepAdmins: true,
	pictureSource: 'url',
	options: {},
	countryCode: '',
	includeParticipants: false,
	refresh: false,
	includeNames: false,
	resolvePhoneNumbers: false,
	roles: [],
	chunkSize: 10,
	maxRemovals: 10,
	maxRetries: 3,
	requestInterval: 0,
	timeout: 60_000,
};

const CHOICES: Record<string, readonly string[]> = {
	pictureSource: ['binary', 'url'],
	sortBy: ['id', 'subject'],
	sortOrder: ['asc', 'desc'],
	roles: ['admin', 'participant', 'superadmin'],
};

const { description } = new WahaGroups();
const { properties } = description;
const optionsField = properties.find(({ name }) => name === 'options');
const isField = (entry: object): entry is INodeProperties => 'type' in entry;
const options: INodeProperties[] = (optionsField?.options ?? []).filter(isField);

const valuesOf = (field: INodeProperties | undefined): string[] =>
	(field?.options ?? []).flatMap((entry) => ('value' in entry ? [String(entry.value)] : [])).sort();

/** Whether n8n's editor shows a field; its own code says so. */
function isShown(field: INodeProperties, parameters: Record<string, string | boolean>): boolean {
	return NodeHelpers.displayParameter(parameters, field, null, description);
}

/** The fields that the editor shows for an operation, with everything at its default. */
function shown(resource: string, operation: string): INodeProperties[] {
	const chosen = { resource, operation, returnAll: false, pictureSource: 'url', sendTo: 'group' };
	return properties.filter((field) => field.type !== 'notice' && isShown(field, chosen));
}

const pairs = Object.entries(OPERATIONS).flatMap(([resource, operations]) =>
	Object.keys(operations).map((operation) => [resource, operation] as const),
);

it('is called wahaGroups, is a tool and takes a credential called wahaApi', () => {
	expect(description).toMatchObject({
		name: 'wahaGroups',
		displayName: 'WAHA Groups',
		version: 1,
		usableAsTool: true,
		credentials: [{ name: 'wahaApi', required: true }],
	});
});

it('the credential holds what saved ones hold', () => {
	const { name, displayName, properties: fields } = new WahaApi();
	expect([name, displayName]).toEqual(['wahaApi', 'WAHA API']);
	expect(fields.map((field) => [field.name, field.displayName, field.type, field.default])).toEqual(
		[
			['url', 'Host URL', 'string', 'http://localhost:3000'],
			['apiKey', 'API Key', 'string', ''],
			['allowUnauthorizedCerts', 'Ignore SSL Issues', 'boolean', false],
		],
	);
	expect(fields[1]?.typeOptions?.password).toBe(true);
});

it('offers these resources and operations', () => {
	const resource = properties.find(({ name }) => name === 'resource');
	expect(valuesOf(resource)).toEqual(Object.keys(OPERATIONS).sort());
	for (const [value, operations] of Object.entries(OPERATIONS)) {
		const operation = properties.find(
			({ name, displayOptions }) =>
				name === 'operation' && displayOptions?.show?.resource?.includes(value),
		);
		expect(valuesOf(operation)).toEqual(Object.keys(operations).sort());
	}
});

it.each(pairs)('%s %s shows its fields', (resource, operation) => {
	const general = ['resource', 'operation', 'session', 'options'];
	const names = shown(resource, operation).map(({ name }) => name);
	expect(names.filter((name) => !general.includes(name))).toEqual(
		OPERATIONS[resource]?.[operation],
	);
	expect(names).toEqual(expect.arrayContaining(general));
	// Each once: n8n stores one value for a name.
	expect(new Set(names).size).toBe(names.length);
});

it.each(pairs)('%s %s offers its options and no others', (resource, operation) => {
	// Options stand in a collection, whose fields look at the node's own by a path from the root.
	const names = options
		.filter((field) =>
			NodeHelpers.displayParameter({}, field, null, description, { resource, operation }),
		)
		.map(({ name }) => name);
	expect(names.sort()).toEqual([...PACE, ...(OPTIONS[`${resource} ${operation}`] ?? [])].sort());
});

it('shows a limit only where not all are wanted, and the field of the picture that is chosen', () => {
	const names = (more: Record<string, string | boolean>): string[] =>
		properties
			.filter((field) => isShown(field, { resource: 'group', ...more }))
			.map(({ name }) => name);
	expect(names({ operation: 'getAll', returnAll: true })).not.toContain('limit');
	const fromFile = names({ operation: 'setPicture', pictureSource: 'binary' });
	expect(fromFile).toContain('binaryPropertyName');
	expect(fromFile).not.toContain('pictureUrl');
});

it('asks whether admins are to stay only where others are removed', () => {
	const names = (removeOthers: boolean): string[] =>
		properties
			.filter((field) =>
				isShown(field, { resource: 'participants', operation: 'sync', removeOthers }),
			)
			.map(({ name }) => name);
	expect(names(true)).toContain('keepAdmins');
	expect(names(false)).not.toContain('keepAdmins');
});

it.each(Object.entries(DEFAULTS))('%s is %j where nothing is set', (name, value) => {
	const fields = [...properties, ...options].filter((field) => field.name === name);
	expect(fields.length).toBeGreaterThan(0);
	for (const field of fields) expect(field.default).toEqual(value);
});

it.each(pairs)(
	'%s %s begins with as many requests at once as without the option',
	(resource, operation) => {
		const offered = options.filter(
			(field) =>
				field.name === 'maxParallelRequests' &&
				NodeHelpers.displayParameter({}, field, null, description, { resource, operation }),
		);
		const isReading = READING.includes(operation);
		expect(offered.map((field) => field.default)).toEqual([isReading ? 5 : 1]);
	},
);

it.each(Object.entries(CHOICES))('%s is one of %j', (name, values) => {
	const field = [...properties, ...options].find((one) => one.name === name);
	expect(valuesOf(field)).toEqual(values);
});

it.each([
	['session', ['list', 'name']],
	['groupId', ['list', 'id']],
])('%s can be given by %j', (name, modes) => {
	for (const field of properties.filter((one) => one.name === name)) {
		expect(field.type).toBe('resourceLocator');
		expect(field.modes?.map((mode) => mode.name)).toEqual(modes);
		expect(field.modes?.[0]?.typeOptions?.searchable).toBe(true);
	}
});

it.each([
	['maxRemovals', { resource: 'participants', operation: 'sync' }, 'removeOthers', true],
	['verify', { resource: 'participants', operation: 'add' }, 'simplify', true],
	['verify', { resource: 'group', operation: 'create' }, 'simplify', true],
	['sendInviteLink', { resource: 'group', operation: 'create' }, 'simplify', true],
	['resolvePhoneNumbers', { resource: 'admin', operation: 'getAll' }, 'simplify', true],
	['countryCode', { resource: 'joinRequest', operation: 'approve' }, 'everyone', false],
])('offers %s of %j only where it does something', (name, chosen, other, value) => {
	const isOffered = (setTo: boolean): boolean =>
		options.some(
			(field) =>
				field.name === name &&
				NodeHelpers.displayParameter({}, field, null, description, { ...chosen, [other]: setTo }),
		);
	expect([isOffered(value), isOffered(!value)]).toEqual([true, false]);
});
