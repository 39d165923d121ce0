import fs from 'node:fs';
import path from 'node:path';

import { n8nVersion, repositoryRoot } from '../../../harness/n8n';

const page = fs
	.readFileSync(path.join(repositoryRoot, 'docs', 'versions.md'), 'utf8')
	.replace(/\s+/g, ' ');

/**
 * What n8n's version makes of it: the first where the n8n under test is the version (e.g. `2.41`) or newer, else the
 * second. Throws unless docs/versions.md says what an older n8n does instead, in the words of `older`.
 */
export function inVersion<T>(version: string, since: T, before: T, older: string): T {
	if (!page.includes(older)) throw new Error(`docs/versions.md does not say: ${older}`);
	return n8nVersion.localeCompare(version, 'en', { numeric: true }) >= 0 ? since : before;
}

/** `it` for what n8n does from a version on; in an older n8n the test is left out. In: as in `inVersion`. */
export function itSince(version: string, older: string): jest.It {
	return inVersion(version, it, it.skip, older);
}
