import { n8nVersion } from '../../../harness/n8n';

/**
 * `it` for what n8n does from a version on, e.g. `2.41`; in an older n8n the test is left out, and docs/versions.md says
 * what that does instead.
 */
export function itSince(version: string): jest.It {
	const order = n8nVersion.localeCompare(version, 'en', { numeric: true });
	return order < 0 ? it.skip : it;
}
