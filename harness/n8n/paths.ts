import path from 'node:path';
import envPaths from 'env-paths';
import { type NodeSource, n8nVersion } from './versions';

/** This repository's root. */
export const repositoryRoot = path.resolve(__dirname, '..', '..');

/** The environment variable that names another folder than the user's cache for the installed n8n. */
export const cacheVariable = 'WAHA_GROUPS_N8N_DIR';

/** The folder that holds installed n8n versions, shared by all clones of this user. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
	const named = env[cacheVariable];
	if (named !== undefined && named !== '') return path.resolve(named);
	return envPaths('n8n-nodes-waha-groups', { suffix: '' }).cache;
}

/** The folder of one n8n with one Node: another version never lands in the same place. */
export function installFolder(node: NodeSource, cache: string = cacheFolder()): string {
	const platform = `${process.platform}-${process.arch}`;
	return path.join(cache, `n8n-${n8nVersion}-node-${node.version}-${platform}`);
}
