import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	ILoadOptionsFunctions,
	INodeCredentialTestResult,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

// n8n loads the node files of every package at its start: what only a run or a test needs is loaded by the first.

/** The functions that run the action node. */
export const actionCode = async () => (await import('./code')).actions;

/** The functions that register and unregister the trigger. */
export const hooksCode = async () => (await import('./code')).hooks;

/** The function that takes the trigger's deliveries. */
export const deliveryCode = async () => (await import('./code')).delivery;

/** The function that starts the live trigger. */
export const liveCode = async () => (await import('./code')).live;

/** The function that asks WAHA for a signing key that n8n's database has lost. */
export const lostKeyCode = async () => (await import('./code')).lostKey;

/** The test of the credential, as n8n calls it after saving one. */
export async function wahaApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { credentialTest } = await import('./code');
	return await credentialTest.wahaApiTest.call(this, credential);
}

/** The list of the group picker, as n8n calls it: what was typed into its search, and where the page before ended. */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { locators } = await import('./code');
	return await locators.groupLocator.search.call(this, filter, paginationToken);
}

/** The groups of the trigger's filter, as n8n calls it when its field is shown. */
export async function loadGroups(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { groupList } = await import('./code');
	return await groupList.loadGroups(this);
}

/** The list of the session picker, as n8n calls it with what was typed into its search. */
export async function searchSessions(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { locators } = await import('./code');
	return await locators.sessionLocator.search.call(this, filter);
}
