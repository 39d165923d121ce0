import type { CredentialRef } from '../../../harness/n8n';
import type { BenchSandbox } from '../sandbox-process';
import type { BenchStage } from '../stage';
import { measuredNode } from '../workflows';

/** A credential for a sandbox of one measurement. */
export async function credentialFor(
	{ client }: BenchStage,
	{ url, apiKey }: BenchSandbox,
	name: string,
): Promise<CredentialRef> {
	const data = { url, apiKey, allowUnauthorizedCerts: false };
	return await client.createCredential(name, 'wahaApi', data);
}

/** The time of the measured node in an execution; throws where it did not give so many items without an error. */
export async function secondsIn(
	{ client }: BenchStage,
	executionId: string,
	count: number,
): Promise<number> {
	const execution = await client.getExecution(executionId);
	const run = execution.runData[measuredNode]?.at(-1);
	if (execution.status !== 'success' || run === undefined) {
		throw new Error(`The run ended with ${execution.status}: ${execution.error?.message ?? ''}`);
	}
	const items = execution.json(measuredNode);
	const failed = items.filter(({ success, error }) => success === false || error !== undefined);
	if (items.length !== count || failed.length > 0) {
		throw new Error(`${items.length} of ${count} items came out, ${failed.length} with an error`);
	}
	return run.executionTime / 1000;
}
