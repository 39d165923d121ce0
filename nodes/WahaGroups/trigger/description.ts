import type { INodeProperties } from 'n8n-workflow';

import type { Fields } from '../fields/fields';
import { collectionOf, propertyOf } from '../fields/properties';
import { filterFields, optionFields, triggerFields } from './fields';
import { manualNotice } from './manualNotice';

const { session, events, registration, signingSecret } = triggerFields;

const restartNotice: INodeProperties = {
	displayName:
		'Publishing this workflow adds one signed webhook for these events to the session in WAHA; unpublishing removes it. WAHA restarts the session each time: WhatsApp is offline for some seconds.',
	name: 'restartNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { registration: ['automatic'] } },
};

function propertiesOf(fields: Fields): INodeProperties[] {
	return Object.entries(fields).map(([name, field]) => propertyOf(name, field));
}

/** All parameters of the trigger node; the build writes them as data. */
export const triggerProperties: INodeProperties[] = [
	...propertiesOf({ session, events, registration }),
	restartNotice,
	manualNotice,
	...propertiesOf({ signingSecret }),
	collectionOf(
		{ displayName: 'Filters', name: 'filters', placeholder: 'Add filter' },
		propertiesOf(filterFields),
	),
	collectionOf(
		{ displayName: 'Options', name: 'options', placeholder: 'Add option' },
		propertiesOf(optionFields),
	),
];
