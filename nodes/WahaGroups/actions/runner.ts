import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	NodeApiError,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { connect } from '../n8n/connection';
import { toNodeError } from '../n8n/errors';
import type { WahaClient } from '../waha/client';
import { InputError } from '../waha/errors';
import { readPersonId } from '../waha/ids';
import { isRecord } from '../waha/json';
import { jsonOf } from '../waha/reply';
import type { Context, Operation } from './operation';
import { pacingOf } from './pace';
import { parameterReader } from './parameters';
import { findOperation } from './registry';

function chosenOperation(context: IExecuteFunctions, node: INode): Operation {
	const resource = context.getNodeParameter('resource', 0);
	const name = context.getNodeParameter('operation', 0);
	const operation = findOperation(String(resource), String(name));
	if (operation) return operation;
	throw new NodeOperationError(
		node,
		`This node has no operation "${String(name)}" for "${String(resource)}"`,
		{
			description: 'Choose a resource and an operation from the lists.',
		},
	);
}

/** Runs tasks in order, at most so many at once; after a failure none is started, and those under way are awaited. */
async function inOrder(
	count: number,
	atOnce: number,
	task: (index: number) => Promise<boolean>,
): Promise<void> {
	let next = 0;
	let goOn = true;
	const worker = async (): Promise<void> => {
		while (goOn && next < count) {
			if (!(await task(next++))) goOn = false;
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}

async function ownIds(client: WahaClient, session: string): Promise<string[]> {
	const reply = await client.callServer({ method: 'GET', path: ['sessions', session] });
	const json = jsonOf(reply);
	const me = isRecord(json) && isRecord(json.me) ? json.me : {};
	return [me.id, me.lid].flatMap((id) => readPersonId(id) ?? []);
}

async function readBinary(context: IExecuteFunctions, index: number, property: string) {
	const file = context.getInputData()[index]?.binary?.[property];
	if (file === undefined) {
		throw new InputError(
			`The item has no file in "${property}"`,
			'Enter the name of the binary field of the node before, e.g. data.',
		);
	}
	const data = await context.helpers.getBinaryDataBuffer(index, property);
	return {
		mimetype: file.mimeType,
		filename: file.fileName ?? property,
		data: data.toString('base64'),
	};
}

interface Failure {
	index: number;
	error: NodeApiError | NodeOperationError;
}

/** Says which items were done, because n8n throws their output away when a node fails. */
function withProgress(
	failure: Failure,
	done: number,
	count: number,
): NodeApiError | NodeOperationError {
	const { error } = failure;
	if (count > 1 && done > 0) {
		const told = `${done} of ${count} items were done before; turn on "Continue" under Settings › On Error to keep their output.`;
		error.description = error.description ? `${error.description} ${told}` : told;
	}
	return error;
}

/**
 * Runs the chosen operation for every input item: in order, at a pace, each output paired with its input.
 * Throws the error of the lowest item that failed, or gives `{error}` items where the node is to continue.
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const operation = chosenOperation(context, node);
	const count = context.getInputData().length;
	if (count === 0) return [[]];
	const parameters = parameterReader(context, node, operation);
	const outputs: INodeExecutionData[][] = new Array(count);
	const failures: Failure[] = [];
	let done = 0;
	try {
		const pacing = pacingOf(parameters.pace(), operation.effect);
		const signal = context.getExecutionCancelSignal();
		const client = await connect(context, pacing, signal);
		const [known, phones] = [new Set<string>(), new Map<string, string | null>()];
		await inOrder(count, pacing.maxParallelRequests, async (index) => {
			if (signal?.aborted) return false;
			try {
				const session = parameters.session(index);
				const runContext: Context = {
					send: async (call) => await client.callSession(session, call),
					binary: async (property) => await readBinary(context, index, property),
					ownIds: async () => await ownIds(client, session),
					known,
					phones,
				};
				const output = await operation.run(
					runContext,
					parameters.fields(index),
					parameters.options(index),
				);
				outputs[index] = paired(Array.isArray(output) ? output : [output], index);
				done++;
				return true;
			} catch (error) {
				const shown = toNodeError(node, error, index);
				failures.push({ index, error: shown });
				// The `error` property is what sends an item down the error output.
				outputs[index] = [
					{ json: { error: shown.message }, error: shown, pairedItem: { item: index } },
				];
				return context.continueOnFail();
			}
		});
	} catch (error) {
		throw toNodeError(node, error, 0);
	}
	const first = failures.sort((one, other) => one.index - other.index)[0];
	if (first && !context.continueOnFail()) throw withProgress(first, done, count);
	return [outputs.flat()];
}

function paired(items: IDataObject[], index: number): INodeExecutionData[] {
	return items.map((json) => ({ json, pairedItem: { item: index } }));
}
