import { NodeHelpers, type INodeParameters } from 'n8n-workflow';

import { WahaGroupsTrigger } from '../../..';

const { properties } = new WahaGroupsTrigger().description;

it('has nothing for which n8n runs a regular expression at every delivery', () => {
	expect(JSON.stringify(properties)).not.toMatch(/regex/);
});

/** The notices on manual registration that the editor shows for these parameters. */
function noticed(parameters: INodeParameters): string[] {
	return properties
		.filter(({ name }) => name === 'manualNotice')
		.filter((notice) => NodeHelpers.displayParameter(parameters, notice, null, null))
		.map(({ displayName }) => displayName);
}

describe('manual registration', () => {
	it('tells for every choice which event of WAHA it needs, in one notice', () => {
		const [notice = '', ...more] = noticed({ registration: 'manual', events: ['join'] });
		expect(more).toEqual([]);
		const lines = [...notice.matchAll(/<b>([^<]*)<\/b> for ([^<]*)/g)].map(([, event, choices]) => [
			event,
			choices,
		]);
		expect(lines).toEqual([
			['group.v2.join', 'Account Joined a Group (before WAHA 2025.2: group.join of NOWEB)'],
			['group.v2.leave', 'Account Left a Group'],
			[
				'group.v2.participants',
				'Member Joined (before WAHA 2025.2: group.join of WEBJS and NOWEB), Member Left (before WAHA 2025.2: group.leave of WEBJS), Member Promoted, Member Demoted',
			],
			['group.v2.participants.join-request', 'Join Requested (WAHA 2026.8.2 and newer)'],
			['group.v2.update', 'Group Updated'],
		]);
	});

	it('is not explained where registration is automatic', () => {
		expect(noticed({ registration: 'automatic', events: ['join'] })).toEqual([]);
	});
});
