import { NodeHelpers, type INodeParameters } from 'n8n-workflow';

import { WahaGroupsTrigger } from '../../..';

const { properties } = new WahaGroupsTrigger().description;

it('has nothing for which n8n runs a regular expression at every delivery', () => {
	expect(JSON.stringify(properties)).not.toMatch(/regex/);
});

/** The events of WAHA in the notices that the editor shows for these parameters. */
function noticed(parameters: INodeParameters): string[] {
	return properties
		.filter(({ name }) => name === 'manualNotice')
		.filter((notice) => NodeHelpers.displayParameter(parameters, notice, null, null))
		.map(({ displayName }) => /Events: ([^<(]*)/.exec(displayName)?.[1]?.trim() ?? '');
}

describe('manual registration tells exactly what the chosen events need', () => {
	const needs: Record<string, string> = {
		join: 'group.v2.participants',
		leave: 'group.v2.participants',
		promote: 'group.v2.participants',
		demote: 'group.v2.participants',
		accountJoin: 'group.v2.join',
		accountLeave: 'group.v2.leave',
		update: 'group.v2.update',
	};
	const names = Object.keys(needs);
	const choices = Array.from({ length: 2 ** names.length - 1 }, (_, bits) =>
		names.filter((_name, index) => ((bits + 1) >> index) % 2 === 1),
	);

	it('for each of the 127 choices', () => {
		expect(choices).toHaveLength(127);
		for (const events of choices) {
			const wanted = [...new Set(events.map((event) => needs[event]))].sort().join(', ');
			expect([events, noticed({ registration: 'manual', events })]).toEqual([events, [wanted]]);
		}
	});

	it('with all of them where an expression chooses', () => {
		const all = [...new Set(Object.values(needs))].sort().join(', ');
		expect(noticed({ registration: 'manual', events: '={{ $json.events }}' })).toEqual([all]);
	});

	it('and nothing for automatic registration', () => {
		expect(noticed({ registration: 'automatic', events: ['join'] })).toEqual([]);
	});
});
