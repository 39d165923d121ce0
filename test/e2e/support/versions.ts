import { n8nVersion } from '../../../harness/n8n';

/** Whether the n8n under test is this version or a newer one. In: e.g. `2.41`. */
export function isSince(version: string): boolean {
	return n8nVersion.localeCompare(version, 'en', { numeric: true }) >= 0;
}

/**
 * `it` for what n8n does from a version on; in an older n8n the test is left out. In: that version, and what an older
 * n8n does instead, in the words of docs/versions.md.
 */
export function itSince(version: string, _older: string): jest.It {
	return isSince(version) ? it : it.skip;
}
