import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

// n8n loads the node files of every package at its start: what only a run or a test needs is loaded by the first.

/** The functions that run the action node. */
export const actionCode = async () => await import('../actions/runner');

/** The functions that register and unregister the trigger. */
export const hooksCode = async () => await import('../trigger/hooks');

/** The test of the credential, as n8n calls it after saving one. */
export async function wahaApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const code = await import('./credentialTest');
	return await code.wahaApiTest.call(this, credential);
}
