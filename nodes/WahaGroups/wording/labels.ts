/**
 * The names of fields that other texts mention, too: a field takes its name from here, and so does every text, so that
 * no text can name a field that is called otherwise.
 */
export const LABELS = {
	// The credential; it has literals of its own, for n8n's linter, and a test compares.
	apiKey: 'API Key',
	hostUrl: 'Host URL',
	ignoreSslIssues: 'Ignore SSL Issues',
	// Options of operations.
	addMissing: 'Add Missing',
	countryCode: 'Country Code',
	description: 'Description',
	dryRun: 'Only Preview',
	keepAdmins: 'Keep Admins',
	participants: 'Participants',
	maxParallelRequests: 'Max Parallel Requests',
	maxRemovals: 'Max Removals',
	removeOthers: 'Remove Others',
	requestInterval: 'Request Interval (Ms)',
	timeout: 'Timeout (Ms)',
	// The triggers.
	catchUp: 'Catch Up',
	eventSource: 'Event Source',
	registration: 'Registration',
	resolvePhoneNumbers: 'Resolve Phone Numbers',
	signingSecret: 'Signing Secret',
	verifySignature: 'Verify Signature',
	webhookBaseUrl: 'Webhook Base URL',
} as const;
