import type {
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	IPairedItemData,
	NodeApiError,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { connect } from '../../n8n/connection';
import { toNodeError } from '../../n8n/nodeErrors';
import { InputError } from '../../wording/inputError';
import { inOrder } from '../../waha/inOrder';
import { settle } from '../../waha/settle';
import { accountsOf } from './account';
import { givenBefore, refuseFirstRowAlone } from './executeOnce';
import { hintsFor } from './hints';
import type {
	BinaryFile,
	BinaryReference,
	Context,
	Operation,
	PairedOutput,
	Resources,
} from './operation';
import { findOperation, RowError } from './operation';
import { pacingOf } from './pacing';
import type { ParameterReader } from './parameters';
import { parameterReader } from './parameters';
import type { Unit } from './rows';
import { unitsOfItems, unitsOfThings } from './rows';

function chosenOperation(context: IExecuteFunctions, node: INode, resources: Resources): Operation {
	const resource = context.getNodeParameter('resource', 0);
	const name = context.getNodeParameter('operation', 0);
	const operation = findOperation(resources, String(resource), String(name));
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
			'Enter the name of the binary field of the previous node, e.g. data.',
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
	units: readonly Unit[];
	/** What the operation tells beside its output. */
	hints: ReadonlySet<string>;
	/** Runs the operation for what belongs together. Throws whatever went wrong with it. */
	run(unit: Unit): Promise<PairedOutput[]>;
}

/** The units of a run. Throws the error of an item that cannot be read where it concerns others and the node is to stop. */
async function unitsOf(
	context: IExecuteFunctions,
	node: INode,
	operation: Operation,
	parameters: ParameterReader,
): Promise<readonly Unit[]> {
	const count = context.getInputData().length;
	const { together } = operation;
	if (!together) return unitsOfItems(parameters, count);
	const given = node.executeOnce ? givenBefore(context) : count;
	refuseFirstRowAlone(node, node.parameters[together.listedBy], given);
	const signal = context.getExecutionCancelSignal();
	const rows = { count, given };
	const { units, firstUnread } = await unitsOfThings(parameters, together, rows, signal);
	if (firstUnread && !context.continueOnFail())
		throw toNodeError(node, firstUnread.error, firstUnread.index);
	return units;
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
	const hints = new Set<string>();
	const accountOf = accountsOf(client);
	return {
		atOnce: pacing.maxParallelRequests,
		signal,
		units: await unitsOf(context, node, operation, parameters),
		hints,
		async run(unit) {
			const session = unit.session();
			const rows = unit.rows();
			const runContext: Context = {
				send: async (call) => await client.callSession(session, call),
				binary: async (reference) => await readBinary(context, unit.indexes[0] ?? 0, reference),
				hint: (words) => void hints.add(words),
				known,
				...accountOf(session),
			};
			return await operation.run(runContext, rows);
		},
	};
}

/** Outputs of the very same list of items share what n8n gets of it: a thousand copies of a thousand take it half a gigabyte. */
function succeeded(outputs: readonly PairedOutput[]): INodeExecutionData[] {
	const lists = new Map<readonly number[], IPairedItemData[]>();
	return outputs.map(({ json, from }) => {
		const [item = 0, ...others] = from;
		if (others.length === 0) return { json, pairedItem: { item } };
		const pairedItem = lists.get(from) ?? from.map((index) => ({ item: index }));
		lists.set(from, pairedItem);
		return { json, pairedItem };
	});
}

/**
 * n8n sends an item with nothing but `error` in it down the error output and adds the fields of its input.
 * With an `error` beside `json` it would do so too, but then drop the input's fields again.
 */
function failed({ error, index }: Failure): INodeExecutionData {
	return { json: { error: error.message }, pairedItem: { item: index } };
}

/** An error for each item of a unit. */
function failuresOf(node: INode, { indexes, unread }: Unit, error: unknown): Failure[] {
	return indexes.map((index) => ({
		index,
		error: toNodeError(node, unread.get(index) ?? error, index),
	}));
}

/** The one error of a unit that ends the run: at the item that it is about, else at the first. */
function endOf(node: INode, { indexes }: Unit, error: unknown): Failure {
	const index = error instanceof RowError ? error.index : (indexes[0] ?? 0);
	return { index, error: toNodeError(node, error, index) };
}

/** Where nothing can be run, each item fails. */
function itemsAlone(count: number): Unit[] {
	return Array.from({ length: count }, (_, index) => ({
		indexes: [index],
		session: () => '',
		rows: () => [],
		unread: new Map(),
	}));
}

/**
 * Runs the chosen operation for every input item, or for those together that are one thing: in order, at a pace, each
 * output paired with its input. Throws the error of the lowest item that failed, or gives `{error}` items where the
 * node is to continue.
 */
export async function runItems(
	context: IExecuteFunctions,
	resources: Resources,
): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const count = context.getInputData().length;
	if (count === 0) return [[]];
	const goesOn = context.continueOnFail();
	const operation = chosenOperation(context, node, resources);
	const prepared = await settle(prepare(context, node, operation));
	const signal = prepared.ok ? prepared.value.signal : undefined;
	const units = prepared.ok ? prepared.value.units : itemsAlone(count);
	const outputs: INodeExecutionData[][] = [];
	const ends: Failure[] = [];
	let done = 0;
	const tasks = units.map((unit, at) => async (): Promise<boolean> => {
		if (signal?.aborted) return false;
		const end = prepared.ok ? await settle(prepared.value.run(unit)) : prepared;
		if (end.ok) {
			outputs[at] = succeeded(end.value);
			done += unit.indexes.length;
			return true;
		}
		// What the user stopped has not failed: n8n ends the execution as stopped and keeps what was done.
		if (signal?.aborted) return false;
		if (goesOn) outputs[at] = failuresOf(node, unit, end.error).map(failed);
		else ends.push(endOf(node, unit, end.error));
		return goesOn;
	});
	await inOrder(tasks.length, prepared.ok ? prepared.value.atOnce : 1, async (at) => {
		return (await tasks[at]?.()) ?? false;
	});
	const [first] = ends.sort((one, other) => one.index - other.index);
	if (first) throw withProgress(first, done, count);
	const all = outputs.flat();
	const told = prepared.ok ? [...prepared.value.hints] : [];
	context.addExecutionHints(...hintsFor(operation, all, told));
	return [all];
}
