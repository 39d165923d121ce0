import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../wording/inputError';
import { isRecord, parseJson } from '../waha/json';
import { quote } from '../waha/input/quote';
import type { Field, Fields, ValuesOf } from './field';
import { byDisplayName, propertiesFrom } from './properties';

interface CollectionSettings<F extends Fields> {
	displayName: string;
	description: string;
	/** On the button that adds one, e.g. "Add change". */
	placeholder: string;
	fields: F;
}

/** n8n asks for what is required in a collection also where nobody has added it. */
function optional({ required: _, ...property }: INodeProperties): INodeProperties {
	return property;
}

/** Some of several fields: only what somebody has added counts, and at least one has to be. */
export function collection<F extends Fields>({
	displayName,
	description,
	placeholder,
	fields,
}: CollectionSettings<F>): Field<Partial<ValuesOf<F>>> {
	const names = Object.keys(fields).join(', ');
	return {
		property: {
			displayName,
			type: 'collection',
			default: {},
			placeholder,
			description,
			options: byDisplayName(propertiesFrom(fields).map(optional)),
		},
		read(value) {
			// An expression, or a model, may give it as text.
			const values = typeof value === 'string' ? parseJson(value.trim() || '{}') : (value ?? {});
			if (!isRecord(values)) {
				throw new InputError(
					`${displayName} has to be an object, but it is ${quote(value)}`,
					`Give an object with one or several of ${names}.`,
				);
			}
			const read = Object.entries(values).map(([name, one]) => {
				const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
				if (field) return [name, field.read(one ?? null)];
				throw new InputError(
					`${displayName} does not know ${quote(name)}`,
					`Use one or several of ${names}.`,
				);
			});
			if (read.length > 0) return Object.fromEntries(read) as Partial<ValuesOf<F>>;
			throw new InputError(`${displayName} is empty`, 'Add at least one of its fields.');
		},
	};
}
