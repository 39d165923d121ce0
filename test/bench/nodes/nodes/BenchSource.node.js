'use strict';

/** Gives so many items, each with the id of a seeded group, the subject that it is to get, and a phone number where there are any. */
class BenchSource {
	constructor() {
		this.description = {
			displayName: 'Bench Source',
			name: 'benchSource',
			group: ['transform'],
			version: 1,
			description: 'Gives the items of the benchmark',
			defaults: { name: 'Bench Source' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [
				{ displayName: 'Count', name: 'count', type: 'number', default: 1 },
				{ displayName: 'Group IDs', name: 'groupIds', type: 'string', default: '' },
				{ displayName: 'Phones', name: 'phones', type: 'string', default: '' },
				{ displayName: 'Word', name: 'word', type: 'string', default: '' },
			],
		};
	}

	async execute() {
		const count = this.getNodeParameter('count', 0);
		const word = this.getNodeParameter('word', 0);
		const ids = this.getNodeParameter('groupIds', 0).split(',');
		const phones = this.getNodeParameter('phones', 0).split(',');
		const item = (n) => ({
			json: {
				groupId: ids[n % ids.length],
				subject: `${word} ${n}`,
				...(phones[0] !== '' && { phone: phones[n % phones.length] }),
			},
		});
		return [Array.from({ length: count }, (_, n) => item(n))];
	}
}

module.exports = { BenchSource };
