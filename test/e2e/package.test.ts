import { cacheFolder } from '../../harness/n8n';
import { packageName } from '../../demo/workflows';
import { types } from './support/nodes';
import { sharedClient, sharedN8n } from './support/shared';

describe('the packed package in n8n', () => {
	it('gives the three nodes, and the action node as a tool, under their names', async () => {
		const client = await sharedClient();
		const names = (await client.nodeTypes(packageName)).map(({ name }) => name);
		const { action, tool, trigger, liveTrigger } = types;
		expect(names.sort()).toEqual([action, tool, trigger, liveTrigger].sort());
	});

	it('loads without a word in the log', () => {
		const { startLog, userFolder } = sharedN8n();
		// The folders' own names hold the package's name, and n8n prints paths.
		const log = startLog.replaceAll(cacheFolder(), '').replaceAll(userFolder, '');
		const lines = log.split('\n');
		expect(lines.filter((line) => /waha|failed to load|error loading/i.test(line))).toEqual([]);
	});
});
