import type { INodeProperties } from 'n8n-workflow';

import { prerequisites } from '../fields/prerequisites';
import { collectionOf, propertiesFrom } from '../fields/properties';
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

/** All parameters of the trigger node; the build writes them as data. */
export const triggerProperties: INodeProperties[] = [
	prerequisites,
	...propertiesFrom({ session, events, registration }),
	restartNotice,
	manualNotice,
	...propertiesFrom({ signingSecret }),
	collectionOf(
		{ displayName: 'Filters', name: 'filters', placeholder: 'Add filter' },
		propertiesFrom(filterFields),
		// What nearly everybody filters by needs no click to be there; none chosen means all.
		{ groups: [] },
	),
	collectionOf(
		{ displayName: 'Options', name: 'options', placeholder: 'Add option' },
		propertiesFrom(optionFields),
	),
];
