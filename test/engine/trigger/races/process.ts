import type { INodeType } from 'n8n-workflow';

import type { World } from '../../../../sandbox';
import type { N8n } from '../../support/trigger';
import { freshTrigger, type Stage, trigger } from '../stage';
import type { EventOfTrigger, SessionName, WorkflowId } from './actions';
import { WORKFLOWS } from './actions';

/** What the trigger of a workflow is set to. */
export interface Choice {
	session: SessionName;
	event: EventOfTrigger;
}

/** Two processes that follow one another share nothing in memory; the one after the next may. */
const builds: INodeType[] = [];

/** The key by which the server knows which workflow of which process asks. */
export function keyOf(workflow: string, generation: number): string {
	return `${workflow}.${generation}`;
}

/** Whether it is the key of a workflow of this process. */
export function isOfProcess(generation: number, key: string): boolean {
	return key.endsWith(`.${generation}`);
}

/** From now on only this process of n8n is heard: the one before it is dead. */
export function admit(world: World, generation: number): void {
	world.configure({ apiKeys: WORKFLOWS.map((id) => ({ key: keyOf(id, generation) })) });
}

/** Another process of n8n, without workflows and with nothing in its database. */
export async function newProcess(
	stage: Stage,
	generation: number,
	publicUrl: string,
): Promise<N8n> {
	const build = (builds[generation % 2] ??= freshTrigger());
	const apiKeyOf = (id: string): string => keyOf(id, generation);
	return await stage.n8n({ trigger: build, publicUrl, apiKeyOf });
}

/** Sets the trigger of a workflow. */
export function tell(n8n: N8n, workflow: WorkflowId, { session, event }: Choice): void {
	const parameters = { session: { __rl: true, mode: 'name', value: session }, events: [event] };
	const id = `hook-${workflow}`;
	n8n.workflow(workflow, trigger(parameters, { id, webhookId: id, name: 'Trigger' }));
}
