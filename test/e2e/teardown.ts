import { keptForTeardown } from './support/shared';

/** Ends the shared n8n. */
export default async function teardown(): Promise<void> {
	await keptForTeardown()?.stop();
}
