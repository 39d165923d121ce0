import type { INodeProperties } from 'n8n-workflow';

import { prerequisites } from '../../fields/prerequisites';
import { collectionOf, propertiesFrom } from '../../fields/properties';
import { filterFields, liveOptionFields, triggerFields } from '../fields';

const { session, events } = triggerFields;

/** All parameters of the live trigger node; the build writes them as data. */
export const liveProperties: INodeProperties[] = [
	prerequisites,
	...propertiesFrom({ session, events }),
	{
		displayName:
			'This node connects to WAHA and listens. It changes nothing there and restarts nothing, and WAHA does not have to reach n8n.',
		name: 'liveNotice',
		type: 'notice',
		default: '',
	},
	collectionOf(
		{ displayName: 'Filters', name: 'filters', placeholder: 'Add filter' },
		propertiesFrom(filterFields),
		// What nearly everybody filters by needs no click to be there; none chosen means all.
		{ groups: [] },
	),
	collectionOf(
		{ displayName: 'Options', name: 'options', placeholder: 'Add option' },
		propertiesFrom(liveOptionFields),
	),
];
