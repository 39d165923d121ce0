'use strict';

/**
 * The floor inside n8n: nothing but a loop around n8n's authenticated request helper. With `evaluate` it also
 * reads two parameters for each item, the group's by a resource locator, as every node must whose fields hold
 * expressions: ours holds the very same ones.
 */
class BenchFloor {
	constructor() {
		this.description = {
			displayName: 'Bench Floor',
			name: 'benchFloor',
			group: ['transform'],
			version: 1,
			description: 'Sets the subject of groups, and nothing else',
			defaults: { name: 'Bench Floor' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'wahaApi', required: true }],
			properties: [
				{ displayName: 'Parallel', name: 'parallel', type: 'number', default: 1 },
				{ displayName: 'Evaluate', name: 'evaluate', type: 'boolean', default: false },
				{
					displayName: 'Group',
					name: 'groupId',
					type: 'resourceLocator',
					default: { mode: 'id', value: '' },
					modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
				},
				{ displayName: 'Subject', name: 'subject', type: 'string', default: '' },
			],
		};
	}

	// The floor of the editor's lists: one authenticated request, of whose answer nothing is made.
	methods = {
		listSearch: {
			async searchNothing() {
				const { url } = await this.getCredentials('wahaApi');
				await this.helpers.httpRequestWithAuthentication.call(this, 'wahaApi', {
					method: 'GET',
					url: `${url}/api/sessions?all=true`,
				});
				return { results: [] };
			},
		},
	};

	async execute() {
		const items = this.getInputData();
		const evaluate = this.getNodeParameter('evaluate', 0);
		const parallel = this.getNodeParameter('parallel', 0);
		const { url } = await this.getCredentials('wahaApi');
		const output = new Array(items.length);
		let next = 0;
		const worker = async () => {
			while (next < items.length) {
				const index = next++;
				const read = (name) =>
					evaluate
						? this.getNodeParameter(name, index, '', { extractValue: true })
						: items[index].json[name];
				const groupId = read('groupId');
				const result = await this.helpers.httpRequestWithAuthentication.call(this, 'wahaApi', {
					method: 'PUT',
					url: `${url}/api/default/groups/${encodeURIComponent(groupId)}/subject`,
					body: { subject: read('subject') },
					json: true,
				});
				output[index] = { json: { result }, pairedItem: { item: index } };
			}
		};
		await Promise.all(Array.from({ length: parallel }, worker));
		return [output];
	}
}

module.exports = { BenchFloor };
