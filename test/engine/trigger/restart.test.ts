import type { IDataObject } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import type { N8n } from '../support/trigger';
import { freshTrigger, Stage, trigger } from './stage';

const { groups } = SEED;

const phone = (index: number): string => String(4916000000000 + index);

let stage: Stage;
let n8n: N8n;

beforeEach(async () => {
	stage = await Stage.start();
	n8n = await stage.n8n();
	n8n.workflow('w', trigger());
	await n8n.activate('w');
});

afterEach(() => stage.close());

/** Another process with the same workflow and, unless another is given, the same database. */
async function restarted(database = new Map(n8n.database)): Promise<N8n> {
	const again = await stage.n8n({ database, trigger: freshTrigger(), publicUrl: n8n.url });
	const { id, name, webhookId } = n8n.node('w');
	again.workflow('w', trigger({}, { id, name, webhookId }));
	await again.activate('w', 'init');
	return again;
}

const join = (index: number) => stage.sandbox.world.join(groups.team, [phone(index)]);

/** Sends what was sent before once more, to where n8n is now. */
async function resend(to: N8n): Promise<void> {
	const { deliveries } = stage.sandbox.world;
	const [old, now] = [n8n.url, to.url];
	for (const delivery of deliveries.list()) delivery.url = delivery.url.replace(old, now);
	for (const { n } of deliveries.list()) deliveries.resend(n);
	await stage.sandbox.world.settled();
	await to.settled();
}

it('a fresh process really knows nothing without its database', async () => {
	await stage.happen(() => join(1));
	const forgetful = await restarted(new Map());
	await resend(forgetful);
	expect(forgetful.executions).toHaveLength(1);
});

it('an event that was taken starts nothing after a restart', async () => {
	await stage.happen(() => join(1));
	const again = await restarted();
	await resend(again);
	expect(again.executions).toEqual([]);
	expect(again.answers).toMatchObject([{ status: 200 }]);
	expect(stage.writes).toHaveLength(1);
});

it('nor do 100 that came at once', async () => {
	await stage.happen(() => {
		for (let index = 0; index < 100; index++) join(index);
	});
	expect(n8n.executions).toHaveLength(100);
	const again = await restarted();
	await resend(again);
	expect(again.executions).toEqual([]);
	expect(again.answers).toHaveLength(100);
});

it('nor after a second restart, with events in between', async () => {
	await stage.happen(() => join(1));
	const second = await restarted();
	await resend(second);
	await stage.happen(() => join(2));
	const third = await restarted(new Map(second.database));
	await resend(third);
	// The event in between went to the first process, so that the third does not know it.
	expect(second.executions).toEqual([]);
	expect(third.executions).toHaveLength(1);
});

it('what was not taken is not remembered', async () => {
	n8n.setParameters('w', { filters: { groupIds: groups.customers } });
	await stage.happen(() => join(1));
	expect(n8n.executions).toEqual([]);
	expect(n8n.notes('w')).not.toHaveProperty('seen');
});

it('the notes stay small', async () => {
	await stage.happen(() => {
		for (let index = 0; index < 250; index++) join(index);
	});
	expect(n8n.executions).toHaveLength(250);
	const { seen } = n8n.notes('w') as { seen: string[] };
	expect(seen.length).toBeLessThanOrEqual(200);
	expect(JSON.stringify(n8n.notes('w') as IDataObject).length).toBeLessThan(5000);
});
