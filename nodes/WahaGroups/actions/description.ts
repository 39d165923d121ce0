import type { INodeProperties } from 'n8n-workflow';

import { propertiesOf } from './framework/properties';
import { RESOURCES } from './registry';

/** All parameters of the action node; the build writes them as data. */
export const actionProperties: INodeProperties[] = propertiesOf(RESOURCES);
