import type { IBinaryData, IDataObject } from 'n8n-workflow';

import type { Call } from '../../waha/http/client';
import { InputError } from '../../wording/inputError';
import type { ContactNames } from '../../waha/contactNames';
import type { Memory } from '../../waha/memory';
import type { Reply } from '../../waha/http/reply';
import type { Effect } from '../../waha/http/retry';
import type { Fields, ValuesOf } from '../../fields/fields';

export type Output = IDataObject | IDataObject[];

/** A file as WAHA takes it in a JSON body. */
export interface BinaryFile {
	mimetype: string;
	filename: string;
	/** Base64. */
	data: string;
}

/** A file by the name of its field, or as an expression gave it. */
export type BinaryReference = string | IBinaryData;

/** What became of an invite link for somebody: true where it was sent, null where nobody knows; in words. */
export interface Invited {
	inviteSent: boolean | null;
	reason: string;
}

/** What an operation can do besides computing. */
export interface Context {
	/** Sends a call within the session. Throws WahaError. */
	send(call: Call): Promise<Reply>;
	/** Reads a file of the current item. Throws InputError where the item has none of this name. */
	binary(reference: BinaryReference): Promise<BinaryFile>;
	/** The session's own ids, phone and hidden, asked for once in a run. Throws WahaError. */
	ownIds(): Promise<string[]>;
	/** Whether it is known that server and engine take a mention of everyone; asked for once in a run. Throws WahaError. */
	mentionsAll(): Promise<boolean>;
	/** Tells the user something beside the output, once in a run. In: whole sentences. */
	hint(this: void, words: string): void;
	/** What was found out about the server in this run of the node, e.g. an endpoint that it lacks. */
	readonly known: Set<string>;
	/** Phone numbers found in this session: hidden id → `<digits>@c.us`, null where the server does not know it. */
	readonly phones: Memory<string | null>;
	/** Subjects of groups, null where the server does not tell. */
	readonly subjects: Memory<string | null>;
	/** The subjects in the list of this session's groups, by id, under one key. */
	readonly listedSubjects: Memory<ReadonlyMap<string, string>>;
	/** The names in the contacts of this session, under one key. */
	readonly names: Memory<ContactNames>;
	/** What became of invite links that were sent, by group and person. */
	readonly invitations: Memory<Invited>;
}

/** What to say where several input items were for one thing of which there is only one, or were to be one thing. */
export interface RowByRow {
	/** The field of the output that is the same then. */
	by: string;
	/** In: how many. */
	hint(count: number): string;
}

interface Words {
	/** As in the list of operations, e.g. "Set Subject". */
	name: string;
	/** As in the list of actions, e.g. "Set the subject of a WhatsApp group"; an AI agent reads it to choose the tool. */
	action: string;
	/** As in the list of operations: what it does, what comes out. */
	description: string;
	/** What sending it twice would do; reading operations run five at once, others one by one. */
	effect: Effect;
	/** Left out where it does no harm to be fed row by row. */
	rowByRow?: RowByRow;
}

interface OneRequest<I, O> {
	request(input: I, options: O): Call;
	output(reply: Reply, input: I, options: O): Output;
}

interface ManyRequests<I, O> {
	run(context: Context, input: I, options: O): Promise<Output>;
}

/** One input item, read. */
export interface Row<I = Record<string, unknown>, O = Record<string, unknown>> {
	/** Of the item, from 0. */
	index: number;
	input: I;
	options: O;
}

/** An output item and the indexes of the input items that it came from. */
export interface PairedOutput {
	json: IDataObject;
	from: readonly number[];
}

/** For what is one thing although several input items tell of it, such as the list of a group's members. */
interface AllRows<I, O> {
	/** The field whose value tells the things apart; items with the same value and session are handed over together. */
	togetherBy: keyof I & string;
	/** The field that each of the items adds to; an item without it is blank. */
	listedBy: keyof I & string;
	/** The switch with which a list that lacks somebody does harm. */
	wholeIf: keyof I & string;
	/** The switch with which nothing is changed. */
	plannedIf: keyof I & string;
	runAll(context: Context, rows: ReadonlyArray<Row<I, O>>): Promise<PairedOutput[]>;
}

/** What one of several input items says that belong together, where that stops all of them. */
export class RowError extends InputError {
	constructor(
		message: string,
		description: string,
		/** Of the item, from 0. */
		readonly index: number,
	) {
		super(message, description);
	}
}

type Spec<F extends Fields, O extends Fields> = Words & {
	/** The parameters of the operation, in the order shown. */
	fields: F;
	/** What it offers under Options besides pace and time-out. */
	options?: O;
} & (
		| OneRequest<ValuesOf<F>, ValuesOf<O>>
		| ManyRequests<ValuesOf<F>, ValuesOf<O>>
		| AllRows<ValuesOf<F>, ValuesOf<O>>
	);

/** An operation with its types closed over: what the runner and the description need. */
export interface Operation extends Words {
	readonly fields: Fields;
	readonly options: Fields;
	/** Which input items are one thing; where left out, each is one by itself. */
	readonly together?: { by: string; listedBy: string; wholeIf: string; plannedIf: string };
	/** In: all input items of one thing. */
	run(context: Context, rows: readonly Row[]): Promise<PairedOutput[]>;
}

/** An output that came from one item. */
function pairedWith(output: Output, index: number): PairedOutput[] {
	return (Array.isArray(output) ? output : [output]).map((json) => ({ json, from: [index] }));
}

/**
 * Declares an operation as data: its words, its fields, and either one request with its output, a function for
 * several requests, or one for all items of a thing. The types of `input` and `options` follow from the fields.
 */
export function operation<F extends Fields, O extends Fields = Record<never, never>>(
	spec: Spec<F, O>,
): Operation {
	const { name, action, description, effect, rowByRow, fields } = spec;
	const runOne = async (
		context: Context,
		input: ValuesOf<F>,
		options: ValuesOf<O>,
	): Promise<Output> => {
		if ('run' in spec) return await spec.run(context, input, options);
		if (!('request' in spec)) return [];
		const call = spec.request(input, options);
		const reply = await context.send({
			effect: call.method === 'GET' ? 'none' : effect,
			...call,
		});
		return spec.output(reply, input, options);
	};
	return {
		name,
		action,
		description,
		effect,
		...(rowByRow && { rowByRow }),
		fields,
		options: spec.options ?? {},
		...('runAll' in spec && {
			together: {
				by: spec.togetherBy,
				listedBy: spec.listedBy,
				wholeIf: spec.wholeIf,
				plannedIf: spec.plannedIf,
			},
		}),
		async run(context, read) {
			// The one place where types follow from the fields instead of from the compiler: the runner reads with them.
			const rows = read as ReadonlyArray<Row<ValuesOf<F>, ValuesOf<O>>>;
			if ('runAll' in spec) return await spec.runAll(context, rows);
			const outputs: PairedOutput[] = [];
			for (const { index, input, options } of rows)
				outputs.push(...pairedWith(await runOne(context, input, options), index));
			return outputs;
		},
	};
}

export interface Resource {
	/** As shown, e.g. "Invite Link". */
	readonly name: string;
	readonly description: string;
	readonly operations: Readonly<Record<string, Operation>>;
}

/** The resources of a node under their stored values, which never change. */
export type Resources = Readonly<Record<string, Resource>>;

/** The operation of a resource; undefined for a pair that does not exist. */
export function findOperation(
	resources: Resources,
	resource: string,
	name: string,
): Operation | undefined {
	const operations = Object.hasOwn(resources, resource)
		? resources[resource]?.operations
		: undefined;
	return operations && Object.hasOwn(operations, name) ? operations[name] : undefined;
}
