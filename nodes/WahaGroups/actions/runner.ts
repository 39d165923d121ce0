import type { IExecuteFunctions, INode, INodeExecutionData, NodeApiError } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { connect } from '../n8n/connection';
import { toNodeError } from '../n8n/errors';
import { InputError } from '../waha/errors';
import { inOrder } from '../waha/inOrder';
import { settle } from '../waha/settle';
import { accountsOf } from './account';
import type { BinaryFile, BinaryReference, Context, Operation, Output } from './operation';
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

async function readBinary(
	context: IExecuteFunctions,
	index: number,
	reference: BinaryReference,
): Promise<BinaryFile> {
	const { helpers } = context;
	const name = typeof reference === 'string' ? ` in "${reference}"` : '';
	const found = await settle((async () => helpers.assertBinaryData(index, reference))());
	if (!found.ok) {
		throw new InputError(
			`The item has no file${name}`,
			'Enter the name of the binary field of the node before, e.g. data.',
		);
	}
	const read = await settle(helpers.getBinaryDataBuffer(index, reference));
	if (!read.ok) {
		throw new InputError(
			`The file${name} could not be read`,
			"n8n's storage does not have it any more, or cannot be reached: run the node that gives the file again.",
		);
	}
	const file = found.value;
	return {
		mimetype: file.mimeType,
		filename: file.fileName ?? 'picture',
		data: read.value.toString('base64'),
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
		// What WAHA says itself has no full stop, mostly.
		const before = (error.description ?? '').replace(/[^.!?]$/, '$&.');
		error.description = `${before} ${told}`.trim();
	}
	return error;
}

interface Prepared {
	atOnce: number;
	signal: AbortSignal | undefined;
	/** Runs the operation for one item. Throws whatever went wrong with it. */
	runItem(index: number): Promise<Output>;
}

/** What all items share: the connection, its pace, and what is found out about the server on the way. */
async function prepare(
	context: IExecuteFunctions,
	node: INode,
	operation: Operation,
): Promise<Prepared> {
	const parameters = parameterReader(context, node, operation);
	const pacing = pacingOf(parameters.pace(), operation.effect);
	const signal = context.getExecutionCancelSignal();
	const client = await connect(context, pacing, signal);
	const known = new Set<string>();
	const accountOf = accountsOf(client);
	return {
		atOnce: pacing.maxParallelRequests,
		signal,
		async runItem(index) {
			const session = parameters.session(index);
			const runContext: Context = {
				send: async (call) => await client.callSession(session, call),
				binary: async (reference) => await readBinary(context, index, reference),
				known,
				...accountOf(session),
			};
			return await operation.run(runContext, parameters.fields(index), parameters.options(index));
		},
	};
}

function succeeded(output: Output, index: number): INodeExecutionData[] {
	const items = Array.isArray(output) ? output : [output];
	return items.map((json) => ({ json, pairedItem: { item: index } }));
}

/**
 * n8n sends an item with nothing but `error` in it down the error output and adds the fields of its input.
 * With an `error` beside `json` it would do so too, but then drop the input's fields again.
 */
function failed({ error, index }: Failure): INodeExecutionData[] {
	return [{ json: { error: error.message }, pairedItem: { item: index } }];
}

/**
 * Runs the chosen operation for every input item: in order, at a pace, each output paired with its input.
 * Throws the error of the lowest item that failed, or gives `{error}` items where the node is to continue.
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const count = context.getInputData().length;
	if (count === 0) return [[]];
	const goesOn = context.continueOnFail();
	const operation = chosenOperation(context, node);
	const prepared = await settle(prepare(context, node, operation));
	const outputs: INodeExecutionData[][] = new Array(count);
	const failures: Failure[] = [];
	await inOrder(count, prepared.ok ? prepared.value.atOnce : 1, async (index) => {
		if (prepared.ok && prepared.value.signal?.aborted) return false;
		const end = prepared.ok ? await settle(prepared.value.runItem(index)) : prepared;
		if (end.ok) {
			outputs[index] = succeeded(end.value, index);
			return true;
		}
		// What the user stopped has not failed: n8n ends the execution as stopped and keeps what was done.
		if (prepared.ok && prepared.value.signal?.aborted) return false;
		const failure = { index, error: toNodeError(node, end.error, index) };
		failures.push(failure);
		outputs[index] = failed(failure);
		return goesOn;
	});
	const [first] = failures.sort((one, other) => one.index - other.index);
	if (first && !goesOn) {
		const done = outputs.filter(Boolean).length - failures.length;
		throw withProgress(first, done, count);
	}
	return [outputs.flat()];
}
