import type { Expected, Problem, ProblemName, Problems, WahaError } from '../waha/errors';
import { shownVersion } from '../waha/versions';
import { LABELS } from './labels';
import { refusalAdvice } from './refusals';
import { stateInError } from './sessionStates';
import type { Words } from './words';

/** What words may need besides the facts. */
interface Told extends Pick<WahaError, 'status' | 'words'> {
	/** Whether there are options for how fast and how long. */
	isOperation: boolean;
}

const CHECK_HOST_URL = `Check the ${LABELS.hostUrl} in the credential: it has to lead to WAHA itself, e.g. http://localhost:3000.`;

const LOOK_AT_LOG = 'Try again. If it stays like this, look at the log of the WAHA server.';

/** The server's own words, behind a sentence that already says what they mean; not those that only a programmer reads. */
function wahaSays(words: string): string {
	return words === '' || /^Evaluation failed:/.test(words) ? '' : ` WAHA says: ${words}`;
}

function serverSays(words: string): string {
	return words ? ` The server says: ${words}` : '';
}

function dockerHint(baseUrl: string): string {
	return /\/\/(?:localhost|127\.|\[::1\])/i.test(baseUrl)
		? ' If n8n runs in Docker, "localhost" is n8n\'s own container: use the name of the WAHA container (e.g. http://waha:3000) or http://host.docker.internal:3000.'
		: '';
}

function sessionAdvice({ sessionStatus, goesOn }: Problems['sessionNotReady']): string {
	if (sessionStatus === 'SCAN_QR_CODE')
		return 'Open the WAHA dashboard and scan the QR code with WhatsApp on the phone.';
	if (sessionStatus === 'STARTING') return 'It is starting: try again in some seconds.';
	if (sessionStatus.startsWith('PASSKEY'))
		return 'Open the WAHA dashboard and confirm the passkey.';
	const todo = 'Start or restart the session in the WAHA dashboard';
	return goesOn ? `${todo}. The trigger then goes on by itself.` : `${todo}, then try again.`;
}

function whatWasExpected(expected: Expected): string {
	switch (expected) {
		case 'yesOrNo':
			return 'yes or no';
		case 'object':
			return 'an object';
		case 'list':
			return 'a list';
		case 'inviteCode':
			return 'an invite link';
		case 'pictureUrl':
			return 'the address of a picture';
	}
}

/** What is told of each problem of a request: what happened, without a full stop, and what to do. */
const WORDS: { [N in ProblemName]: (facts: Problems[N], told: Told) => Words } = {
	redirected: ({ address, path }) => ({
		message: `The server sends requests on to ${address ?? path}`,
		description:
			address === undefined
				? CHECK_HOST_URL
				: `Enter that address as ${LABELS.hostUrl} in the credential.`,
	}),
	lockedOut: ({ baseUrl }, { status }) => ({
		message: `Something in front of WAHA at ${baseUrl} does not let n8n in (${status})`,
		description: `It is not a matter of the ${LABELS.apiKey}. If it is a proxy that asks for a password, write both into the ${LABELS.hostUrl} in the credential, e.g. https://name:password@waha.example.com.`,
	}),
	unauthorized: () => ({
		message: 'WAHA did not accept the API key',
		description: `Check the ${LABELS.apiKey} in the credential: it has to be the same as WAHA_API_KEY of the server.`,
	}),
	forbidden: (_, { words }) => ({
		message:
			/forbidden/i.test(words) || words === ''
				? 'The API key is not allowed to do this'
				: `The API key is not allowed to do this: ${words}`,
		description:
			'The key may be limited to another session, or lack a scope. Use a key that covers this session and this action.',
	}),
	sessionNotReady: (facts) => ({
		message:
			facts.sessionStatus === 'STOPPED'
				? `The WhatsApp session "${facts.session}" is stopped`
				: `The WhatsApp session "${facts.session}" is not ready: ${stateInError(facts.sessionStatus)}`,
		description: sessionAdvice(facts),
	}),
	sessionOutOfReach: ({ session }) => ({
		message: `WAHA does not find the WhatsApp session "${session}", although it is working`,
		description: 'Restart the session in the WAHA dashboard, then try again.',
	}),
	onlyDefaultSession: ({ session }) => ({
		message: `This free WAHA server has only the session "default", not "${session}"`,
		description:
			'Choose the session "default". More sessions come with WAHA 2026.6.1 or newer, or with WAHA PLUS.',
	}),
	noSession: ({ session, others = [] }) => ({
		message: `There is no WhatsApp session "${session}" on this server`,
		description:
			others.length === 0
				? 'Start it in the WAHA dashboard, or choose another session.'
				: `These sessions exist: ${others.join(', ')}.`,
	}),
	noSessionOrStopped: ({ session }) => ({
		message: `The WhatsApp session "${session}" is not there, or does not run`,
		description:
			'WAHA does not tell which, perhaps because the API key may not read sessions. Look in the WAHA dashboard whether it is started.',
	}),
	sessionNotWritable: () => ({
		message: 'The API key is not allowed to change the settings of this session',
		description: `Use a key that may (scope "setting"), or set ${LABELS.registration} to "Manual" and enter the webhook in WAHA yourself.`,
	}),
	noSessionObject: ({ baseUrl, session }) => ({
		message: `The server at ${baseUrl} gave something else where session "${session}" was asked for`,
		description: CHECK_HOST_URL,
	}),
	sessionContested: ({ session }) => ({
		message: `Another program keeps changing the settings of session "${session}"`,
		description:
			'Try again in a minute. If it stays like this, look for a second program that writes the webhooks of this session.',
	}),
	ownAccountUnknown: () => ({
		message: 'WAHA does not say which account this session is, so nobody can be removed safely',
		description: 'Look whether the session is connected, then try again.',
	}),
	unsupported: () => ({
		message: 'The engine of this session cannot do this',
		description: ENGINES_DIFFER,
	}),
	unsupportedByEngine: ({ session, engine, version }) => ({
		message: `The engine ${engine} of session "${session}" cannot do this`,
		// What an engine can do grows: NOWEB has the settings of groups since some version after 2024.10.8 (measured).
		description:
			version === undefined
				? ENGINES_DIFFER
				: `${ENGINES_DIFFER} This is WAHA ${version}: a newer one may be able to.`,
	}),
	rateLimit: (_, { isOperation }) => ({
		message: 'WhatsApp or WAHA asks to go slower: too many requests',
		description: isOperation
			? `Wait some minutes, then go slower: set "${LABELS.requestInterval}" and a "${LABELS.maxParallelRequests}" of 1 in the options.`
			: 'Wait some minutes, then try again.',
	}),
	gatewayPage: (_, { status }) => ({
		message: `A proxy in front of WAHA answered with an error page (${status})`,
		description:
			'WAHA may be restarting or overloaded. Try again, and look whether the WAHA container is running.',
	}),
	gateway: (_, { status }) => ({
		message: `WAHA, or a proxy in front of it, is not available right now (${status})`,
		description: 'It may be restarting or overloaded. Try again in a minute.',
	}),
	foreignPage: ({ baseUrl }) => ({
		message: `The answer from ${baseUrl} is a web page, not WAHA's`,
		description: CHECK_HOST_URL,
	}),
	unknownAction: () => ({
		message: 'This WAHA server does not know this action',
		description: `Its version is too old for it, or the ${LABELS.hostUrl} in the credential leads to something else. Update WAHA.`,
	}),
	tooOld: ({ version, since }) => ({
		message: `WAHA ${version} cannot do this yet`,
		description: `It came with WAHA ${shownVersion(since)}: update the server.`,
	}),
	unknownGroup: (_, { words }) => ({
		message: 'WhatsApp does not know this group, or the account is not in it',
		description: `Check the group ID, and that the account of this session is a member.${wahaSays(words)}`,
	}),
	deadInvite: (_, { words }) => ({
		message: 'This invite link does not lead to a group, or not any more',
		description: `Check the link, or ask an admin of the group for a new one.${wahaSays(words)}`,
	}),
	unknownAddress: ({ baseUrl }, { words }) => ({
		message: `The server at ${baseUrl} does not know this address: it may not be WAHA`,
		description: `${CHECK_HOST_URL}${serverSays(words)}`,
	}),
	validation: (_, { words }) => ({
		message: 'WAHA did not accept the input',
		description: words ? `WAHA says: ${words}` : 'Check the fields of this node.',
	}),
	disconnected: () => ({
		message: 'WAHA has no connection to WhatsApp right now',
		description:
			'Nothing was sent. WAHA connects again by itself: try again in some seconds, and look at the session in the WAHA dashboard if it stays like this.',
	}),
	connectionLost: (_, { words }) => ({
		message: 'WAHA lost its connection to WhatsApp, or its browser, on the way',
		description: `Try again in a minute. If it stays like this, restart the session in the WAHA dashboard.${wahaSays(words)}`,
	}),
	lateAnswer: (_, { words }) => ({
		message: 'WhatsApp did not answer WAHA in time',
		description: `Try again in some minutes. If it stays like this, restart the session in the WAHA dashboard.${wahaSays(words)}`,
	}),
	noAdmin: (_, { words }) => ({
		message: 'WhatsApp did not allow it: the account is probably not an admin of this group',
		description: `Make the account an admin of the group.${wahaSays(words)}`,
	}),
	mayNotWrite: (_, { words }) => ({
		message: 'WhatsApp did not let the account write there',
		description: `In a group, only admins may be allowed to send messages, or the account is not a member.${wahaSays(words)}`,
	}),
	memberAlready: (_, { words }) => ({
		message: 'The account did not join: it may be a member of this group already',
		description: `Look with "Group: Get Many".${wahaSays(words)}`,
	}),
	refused: (facts, { words }) => ({
		message: words
			? `WhatsApp did not do this: ${words}`
			: 'WhatsApp did not do this, and WAHA gave no reason',
		description: refusalAdvice(facts, words),
	}),
	inviteCodeWithheld: (_, { words }) => ({
		message: 'WAHA gave no invite link: the account is probably not an admin of this group',
		description: `Make the account an admin of the group.${wahaSays(words)}`,
	}),
	membersUnknown: () => ({
		message: 'WAHA does not know the members of this group (yet): its list is empty',
		description:
			'The account itself is a member, so the list cannot be empty. Use "Group: Refresh" or wait a minute, and check that the account is in the group.',
	}),
	settingUntold: () => ({
		message: 'WAHA did not say whether only admins may do this',
		description: LOOK_AT_LOG,
	}),
	notCreated: (_, { words }) => ({
		message: words
			? `WhatsApp did not create the group: ${words}`
			: 'WhatsApp did not create the group, and WAHA gave no reason',
		description:
			'Check the name and the phone numbers, wait some minutes and try again: WhatsApp limits how many groups an account may create.',
	}),
	maybeCreated: () => ({
		message: 'WAHA did not say whether the group was created',
		description: 'It may exist all the same: look before you run it again.',
	}),
	unexpectedStatus: ({ baseUrl }, { status, words }) => ({
		message: `The server at ${baseUrl} answered in a way that WAHA does not (${status})`,
		description: `Check the ${LABELS.hostUrl} in the credential.${serverSays(words)}`,
	}),
	emptyAnswer: ({ expected }) => ({
		message: `WAHA sent an empty answer where ${whatWasExpected(expected)} was expected`,
		description: LOOK_AT_LOG,
	}),
	otherAnswer: ({ expected, start }) => ({
		message: `WAHA sent an answer that is not ${whatWasExpected(expected)}`,
		description: `It starts with: ${start}`,
	}),
	unreachable: ({ baseUrl, cause }) => ({
		message: `WAHA cannot be reached at ${baseUrl}`,
		description: `${cause === 'refused' ? 'Nothing answers there' : 'There is no server of this name'}: check that WAHA is running and that the ${LABELS.hostUrl} in the credential is right.${dockerHint(baseUrl)}`,
	}),
	certificate: ({ baseUrl }) => ({
		message: `The certificate of ${baseUrl} is not trusted`,
		description: `If this is your own server with a certificate of your own, turn on "${LABELS.ignoreSslIssues}" in the credential.`,
	}),
	notHttps: ({ baseUrl }) => ({
		message: `${baseUrl} does not speak HTTPS`,
		description: `Try http:// in place of https:// in the ${LABELS.hostUrl} of the credential.`,
	}),
	broken: ({ baseUrl }) => ({
		message: `The connection to ${baseUrl} broke off before WAHA answered`,
		description:
			'Try again. If it happens often, look at the WAHA server and the network in between.',
	}),
	timeout: ({ timeoutMs }, { isOperation }) => ({
		message: `WAHA did not answer within ${timeoutMs / 1000} seconds`,
		description: isOperation
			? `Try again, or set a longer "${LABELS.timeout}" in the options.`
			: 'Try again. If it stays like this, look whether the WAHA server is overloaded.',
	}),
	cancelled: () => ({
		message: 'The execution was stopped',
		description: 'Nothing more was sent.',
	}),
};

const ENGINES_DIFFER =
	'WAHA has several engines, and not every one can do everything. See the table of operations in the documentation of this node.';

function wordsFor<N extends ProblemName>({ name, facts }: Problem<N>, told: Told): Words {
	return WORDS[name](facts, told);
}

/** What is told of a request that failed. In: also whether it is of an operation, which has options for how fast and how long. */
export function requestWords(error: WahaError, isOperation: boolean): Words {
	const { problem, status, words } = error;
	const { message, description } = wordsFor(problem, { status, words, isOperation });
	// Of what was stopped, nothing more was sent.
	const isRisky = error.mayDouble && problem.name !== 'cancelled';
	const doubt = isRisky ? ' It may have happened all the same: look before you run it again.' : '';
	const whole = doubt === '' || /[.!?]$/.test(description) ? description : `${description}.`;
	return { message, description: `${whole}${doubt}` };
}
