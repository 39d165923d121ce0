import { planRegistration } from '../../../nodes/WahaGroups/trigger/plan';
import { WahaClient } from '../../../nodes/WahaGroups/waha/client';
import { Pace } from '../../../nodes/WahaGroups/waha/pace';

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
