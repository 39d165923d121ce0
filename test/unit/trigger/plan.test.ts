import { knownEvents, VERSIONS } from '../../../sandbox/model/versions';
import type { EventName } from '../../../nodes/WahaGroups/waha/events/catalogue';
import { EVENTS } from '../../../nodes/WahaGroups/waha/events/catalogue';
import { wahaEventsFor } from '../../../nodes/WahaGroups/waha/events/registering';
import { planRegistration } from '../../../nodes/WahaGroups/trigger/registration/plan';
import { WahaClient } from '../../../nodes/WahaGroups/waha/http/client';
import { InvalidInput } from '../../../nodes/WahaGroups/waha/errors';
import { Pace } from '../../../nodes/WahaGroups/waha/http/pace';
import { parseVersion } from '../../../nodes/WahaGroups/waha/versions';

it('shows no password where WAHA cannot reach n8n', async () => {
	const client = new WahaClient({
		baseUrl: 'http://admin:secret@waha.example',
		pace: new Pace(1, 0),
		maxRetries: 0,
		timeoutMs: 1000,
		transport: async () => ({ failure: 'refused' }),
	});
	const plan = planRegistration(client, {}, 'http://localhost:5678/webhook/1/webhook', ['join'], {
		eventSource: 'auto',
		verifySignature: true,
		retries: undefined,
	});
	await expect(plan).rejects.toThrow(
		'WAHA at http://waha.example cannot reach this n8n: its webhook address is http://localhost:5678/webhook/1/webhook',
	);
});

/** Unknown event names are answered with 400, in POST and in PUT (measured on 2024.10.8). */
it.each(VERSIONS.map(({ version }) => version))(
	'names no event that WAHA %s does not know',
	(text) => {
		const known = knownEvents(text);
		for (const event of Object.keys(EVENTS) as EventName[]) {
			for (const source of ['auto', 'legacy', 'v2'] as const) {
				for (const engine of ['WEBJS', 'WPP', 'NOWEB', 'GOWS', undefined]) {
					const server = { versionText: text, version: parseVersion(text), tier: 'PLUS', engine };
					let planned: string[] = [];
					try {
						planned = wahaEventsFor([event], source, { ...server, engineIsGuess: false });
					} catch (error) {
						expect(error).toBeInstanceOf(InvalidInput);
					}
					for (const name of planned) expect(known).toContain(name);
				}
			}
		}
	},
);
