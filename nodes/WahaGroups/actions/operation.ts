import type { IBinaryData, IDataObject } from 'n8n-workflow';

import type { Call } from '../waha/client';
import type { Memory } from '../waha/memory';
import type { Reply } from '../waha/reply';
import type { Effect } from '../waha/retry';
import type { Fields, ValuesOf } from './fields';

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

/** What an operation can do besides computing. */
export interface Context {
	/** Sends a call within the session. Throws WahaError. */
	send(call: Call): Promise<Reply>;
	/** Reads a file of the current item. Throws InputError where the item has none of this name. */
	binary(reference: BinaryReference): Promise<BinaryFile>;
	/** The session's own ids, phone and hidden, asked for once in a run. Throws WahaError. */
	ownIds(): Promise<string[]>;
	/** What was found out about the server in this run of the node, e.g. an endpoint that it lacks. */
	readonly known: Set<string>;
	/** Phone numbers found in this session: hidden id → `<digits>@c.us`, null where the server does not know it. */
	readonly phones: Memory<string | null>;
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
}

interface OneRequest<I, O> {
	request(input: I, options: O): Call;
	output(reply: Reply, input: I, options: O): Output;
}

interface ManyRequests<I, O> {
	run(context: Context, input: I, options: O): Promise<Output>;
}

/** Options that the user did not open are not there. */
type OptionsOf<O extends Fields> = Partial<ValuesOf<O>>;

type Spec<F extends Fields, O extends Fields> = Words & {
	/** The parameters of the operation, in the order shown. */
	fields: F;
	/** What it offers under Options besides pace and time-out. */
	options?: O;
} & (OneRequest<ValuesOf<F>, OptionsOf<O>> | ManyRequests<ValuesOf<F>, OptionsOf<O>>);

/** An operation with its types closed over: what the runner and the description need. */
export interface Operation extends Words {
	readonly fields: Fields;
	readonly options: Fields;
	run(
		context: Context,
		input: Record<string, unknown>,
		options: Record<string, unknown>,
	): Promise<Output>;
}

/**
 * Declares an operation as data: its words, its fields, and either one request with its output or a function
 * for several requests. The types of `input` and `options` follow from the fields.
 */
export function operation<F extends Fields, O extends Fields = Record<never, never>>(
	spec: Spec<F, O>,
): Operation {
	const { name, action, description, effect, fields } = spec;
	return {
		name,
		action,
		description,
		effect,
		fields,
		options: spec.options ?? {},
		async run(context, read, readOptions) {
			// The one place where types follow from the fields instead of from the compiler: the runner reads with them.
			const [input, options] = [read, readOptions] as [ValuesOf<F>, OptionsOf<O>];
			if ('run' in spec) return await spec.run(context, input, options);
			const call = spec.request(input, options);
			const reply = await context.send({
				effect: call.method === 'GET' ? 'none' : effect,
				...call,
			});
			return spec.output(reply, input, options);
		},
	};
}

export interface Resource {
	/** As shown, e.g. "Invite Code". */
	readonly name: string;
	readonly description: string;
	readonly operations: Readonly<Record<string, Operation>>;
}
