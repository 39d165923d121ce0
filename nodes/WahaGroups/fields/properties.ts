import type { IDisplayOptions, INodeParameters, INodeProperties } from 'n8n-workflow';

import type { Field, Fields } from './field';

type Show = NonNullable<IDisplayOptions['show']>;

// The first use of a locale's order would cost several milliseconds.
function byCodeUnit(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}

/** Choices in the order of their names as shown. */
export function byName<T extends { name: string }>(choices: T[]): T[] {
	return choices.sort((one, other) => byCodeUnit(one.name, other.name));
}

/** A condition as the editor wants it: switches are compared as booleans. */
function conditionsOf(shownFor: Record<string, string[]> = {}): Show {
	return Object.fromEntries(
		Object.entries(shownFor).map(([name, values]) => [
			name,
			values.map((value) => (value === 'true' || value === 'false' ? value === 'true' : value)),
		]),
	);
}

/** A field as a parameter of a node. In: its stored name, and what has to hold besides its own conditions. */
export function propertyOf(name: string, field: Field<unknown>, holds: Show = {}): INodeProperties {
	const show = { ...holds, ...conditionsOf(field.shownFor) };
	const hide = conditionsOf(field.hiddenFor);
	const displayOptions = {
		...(Object.keys(show).length > 0 && { show }),
		...(Object.keys(hide).length > 0 && { hide }),
	};
	return {
		...field.property,
		name,
		...(Object.keys(displayOptions).length > 0 && { displayOptions }),
	};
}

/** Parameters in the order of their names as shown. */
export function byDisplayName(properties: INodeProperties[]): INodeProperties[] {
	return properties.sort((one, other) => byCodeUnit(one.displayName, other.displayName));
}

/** Some fields as parameters of a node. */
export function propertiesFrom(fields: Fields): INodeProperties[] {
	return Object.entries(fields).map(([name, field]) => propertyOf(name, field));
}

interface CollectionWords {
	displayName: string;
	name: string;
	/** On the button that adds one. */
	placeholder: string;
}

/**
 * Parameters that the user adds one by one, in the order of their names as shown.
 * In: also the values of those that stand there from the start.
 */
export function collectionOf(
	words: CollectionWords,
	options: INodeProperties[],
	initial: INodeParameters = {},
): INodeProperties {
	return {
		...words,
		type: 'collection',
		default: initial,
		options: byDisplayName(options),
	};
}
