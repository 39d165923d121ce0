import { type StoredExecution, hasEnded, isStored, readExecution } from './executions';
import { N8nError, N8nHttp } from './http';
import type {
	CredentialRef,
	Execution,
	ExecutionSummary,
	NodeTypeInfo,
	PickerPage,
	PickerQuery,
	PublicationStatus,
	Workflow,
	WorkflowDraft,
} from './types';
import { until } from './wait';

let last: Promise<unknown> = Promise.resolve();

/** Runs one after the other: n8n 1.123 mixes up in SQLite what two requests at once save ("no such savepoint: typeorm_1"). */
async function inTurn<T>(save: () => Promise<T>): Promise<T> {
	const saved = last.then(save);
	last = saved.catch(() => undefined);
	return await saved;
}

/** Who logs in. */
export interface Login {
	email: string;
	password: string;
}

/** n8n gives a pattern of a parameter a quarter of a second, which a machine with much to do may not let it have. No node ran then. */
const isTooBusy = ({ error }: Execution): boolean =>
	error?.message === 'Regular expression execution timed out';

/** n8n's REST API as its editor uses it. Log in first: `setupOwner` on a new n8n, else `login`. */
export class N8nClient {
	readonly http: N8nHttp;

	constructor(baseUrl: string) {
		this.http = new N8nHttp(baseUrl.replace(/\/$/, ''));
	}

	/** Creates the owner of a new n8n and is logged in as that owner. */
	async setupOwner({ email, password }: Login): Promise<void> {
		const owner = { email, password, firstName: 'Demo', lastName: 'Owner' };
		await this.http.rest('POST', '/owner/setup', owner);
	}

	/** Logs in. */
	async login({ email, password }: Login): Promise<void> {
		await this.http.rest('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	/** Whether n8n says that it is well. */
	async healthy(): Promise<boolean> {
		const answer = await this.http.send<{ status?: string }>('GET', '/healthz').catch(() => ({}));
		return 'status' in answer && answer.status === 'ok';
	}

	/** Saves a credential. */
	async createCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<CredentialRef> {
		const { id } = await inTurn(
			async () =>
				await this.http.rest<{ id: string }>('POST', '/credentials', { name, type, data }),
		);
		return { id, name, type, data };
	}

	/** Runs the credential's own test, as the editor does after saving. */
	async testCredential(
		credential: CredentialRef,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await this.http.rest('POST', '/credentials/test', { credentials: credential });
	}

	/** Saves a new workflow, not active. */
	async createWorkflow(draft: WorkflowDraft): Promise<Workflow> {
		const { name, nodes, connections, pinData, settings = { executionOrder: 'v1' } } = draft;
		const body = {
			name,
			nodes,
			connections,
			settings,
			pinData,
			// n8n 1.123 has no default for it.
			active: false,
		};
		return await inTurn(async () => await this.http.rest('POST', '/workflows', body));
	}

	/** A workflow as it is now. */
	async getWorkflow(id: string): Promise<Workflow> {
		return await this.http.rest('GET', `/workflows/${id}`);
	}

	/** Activates a workflow and waits until its triggers really listen; throws n8n's reason if not. */
	async activate(id: string, timeout = 60_000): Promise<void> {
		const { versionId } = await this.getWorkflow(id);
		await this.http.rest('POST', `/workflows/${id}/activate`, { versionId });
		await this.published(id, 'published', timeout);
	}

	/** Deactivates a workflow and waits until its triggers have let go. */
	async deactivate(id: string, timeout = 60_000): Promise<void> {
		await this.http.rest('POST', `/workflows/${id}/deactivate`, {});
		await this.published(id, 'not_published', timeout);
	}

	/** How far an activation has come; undefined where n8n has no such route and is never behind. */
	async publicationStatus(id: string): Promise<PublicationStatus | undefined> {
		const path = `/workflows/${id}/publication-status`;
		return await this.http.rest<PublicationStatus>('GET', path).catch((error: unknown) => {
			if (error instanceof N8nError && error.status === 404) return undefined;
			throw error;
		});
	}

	private async published(id: string, wanted: string, timeout: number): Promise<void> {
		const what = `Workflow ${id} becoming ${wanted}`;
		await until(
			what,
			async () => {
				const now = await this.publicationStatus(id);
				if (now === undefined || now.status === wanted) return true;
				// n8n counts Wait nodes as triggers, too: "partial" is when they listen and the trigger does not.
				if (now.status === 'failed' || now.status === 'partial') {
					throw new Error(publicationError(now));
				}
				return undefined;
			},
			{ timeout },
		);
	}

	/** Archives and deletes a workflow, waiting while n8n is still unpublishing it. */
	async deleteWorkflow(id: string): Promise<void> {
		await this.http.rest('POST', `/workflows/${id}/archive`, {});
		await until(`Deletion of workflow ${id}`, async () => {
			try {
				await this.http.rest('DELETE', `/workflows/${id}`);
				return true;
			} catch (error) {
				if (error instanceof N8nError && error.status === 409) return undefined;
				throw error;
			}
		});
	}

	/** Starts a manual execution; with a webhook trigger n8n listens on the test URL instead. */
	async run(workflow: Workflow, trigger: string): Promise<RunAnswer> {
		return await this.http.rest('POST', `/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: trigger },
		});
	}

	/** Starts a manual execution and waits for its end; again where n8n was too busy to begin it. */
	async runToEnd(workflow: Workflow, trigger: string, timeout = 60_000): Promise<Execution> {
		for (let tries = 1; ; tries++) {
			const { executionId } = await this.run(workflow, trigger);
			if (executionId === undefined) throw new Error(`${trigger} waits for an event`);
			const execution = await this.waitForExecution(executionId, timeout);
			if (tries === 10 || !isTooBusy(execution)) return execution;
		}
	}

	/** Ends a running execution, as the editor's stop button does. */
	async stopExecution(id: string): Promise<void> {
		await this.http.rest('POST', `/executions/${id}/stop`, {});
	}

	/** Ends the listening on the test URL that `run` began. */
	async stopListening(workflowId: string): Promise<void> {
		await this.http.rest('DELETE', `/test-webhook/${workflowId}`);
	}

	/** A workflow's executions, newest first. */
	async executions(workflowId: string, limit = 50): Promise<ExecutionSummary[]> {
		const query = { filter: JSON.stringify({ workflowId }), limit };
		const { results } = await this.http.rest<{ results: ExecutionSummary[] }>(
			'GET',
			'/executions',
			undefined,
			query,
		);
		return results;
	}

	/** How many executions of a workflow have ended: n8n leaves those that still run out of this count. */
	async countExecutions(workflowId: string): Promise<number> {
		const query = { filter: JSON.stringify({ workflowId }), limit: 1 };
		const path = '/executions';
		return (await this.http.rest<{ count: number }>('GET', path, undefined, query)).count;
	}

	/** One execution with what every node gave. */
	async getExecution(id: string): Promise<Execution> {
		return readExecution(await this.http.rest<StoredExecution>('GET', `/executions/${id}`));
	}

	/** Waits for one execution's end. */
	async waitForExecution(id: string, timeout = 60_000): Promise<Execution> {
		return await until(
			`End of execution ${id}`,
			async () => {
				const execution = await this.getExecution(id);
				return isStored(execution) ? execution : undefined;
			},
			{ timeout },
		);
	}

	/** Waits until a workflow has so many ended executions; gives them, oldest first. */
	async waitForExecutions(
		workflowId: string,
		count: number,
		timeout = 60_000,
	): Promise<Execution[]> {
		const ended = await until(
			`${count} executions of workflow ${workflowId}`,
			async () => {
				const all = (await this.executions(workflowId)).filter(hasEnded);
				return all.length >= count ? all : undefined;
			},
			{ timeout },
		);
		const oldestFirst = ended.sort((a, b) => Number(a.id) - Number(b.id));
		return await Promise.all(oldestFirst.map(({ id }) => this.waitForExecution(id)));
	}

	/** The list of a resource locator's picker. */
	async pick(query: PickerQuery): Promise<PickerPage> {
		const body = { ...pickerBody(query), filter: query.filter };
		return await this.http.rest(
			'POST',
			'/dynamic-node-parameters/resource-locator-results',
			query.paginationToken === undefined
				? body
				: { ...body, paginationToken: query.paginationToken },
		);
	}

	/** The choices of a parameter that loads its options. */
	async options(query: PickerQuery): Promise<Array<{ name: string; value: unknown }>> {
		return await this.http.rest('POST', '/dynamic-node-parameters/options', pickerBody(query));
	}

	/** All node types, or those of one package. */
	async nodeTypes(packageName?: string): Promise<NodeTypeInfo[]> {
		const all = await this.http.send<NodeTypeInfo[]>('GET', '/types/nodes.json');
		return packageName === undefined
			? all
			: all.filter(({ name }) => name.startsWith(`${packageName}.`));
	}
}

/** A manual run has either begun, or waits for an event on the test URL. */
export interface RunAnswer {
	executionId?: string;
	waitingForWebhook?: boolean;
}

function pickerBody(query: PickerQuery): Record<string, unknown> {
	const { credential } = query;
	return {
		path: query.path,
		methodName: query.methodName,
		nodeTypeAndVersion: { name: query.nodeType, version: query.typeVersion ?? 1 },
		currentNodeParameters: query.parameters ?? {},
		credentials:
			credential === undefined
				? {}
				: { [credential.type]: { id: credential.id, name: credential.name } },
	};
}

function publicationError({ triggers = [], errorMessage }: PublicationStatus): string {
	const messages = triggers.flatMap((one) => one.errorMessage ?? []);
	return messages.join('; ') || errorMessage || 'n8n could not activate the workflow';
}
