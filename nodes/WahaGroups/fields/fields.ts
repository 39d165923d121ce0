// All kinds of fields, to take from one place.
import type { Field } from './field';
import type { Locator } from './locators';
import { groupLocator, sessionLocator } from './locators';

export { choice, choices } from './choice';
export type { Field, FieldProperty, Fields, ValuesOf } from './field';
export { lazily, readAll, unset } from './field';
export { groupsFilter } from './groupList';
export { groupIds, inviteCode } from './ids';
export { required, wholeNumber } from './number';
export {
	AFTER_TRIGGER,
	countryCode,
	participants,
	peopleFilter,
	readPeople,
	readPerson,
} from './people';
export { toggle } from './switch';
export { address, secret, text } from './text';

/** An option for what is told in our own shape only; in a collection, another parameter is named by its path. */
export function ofSimplified<T>(field: Field<T>): Field<T> {
	return { ...field, hiddenFor: { '/simplify': ['false'] } };
}

function fromLocator<T>({ property, read }: Locator<T>): Field<T> {
	return { property, read };
}

export const sessionField = fromLocator(sessionLocator);
export const groupId: Field<string> = { ...fromLocator(groupLocator), place: 'first' };
