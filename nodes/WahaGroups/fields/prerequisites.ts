import type { INodeProperties } from 'n8n-workflow';

/** What somebody needs before a node can do anything, right under the credential. */
export const prerequisites: INodeProperties = {
	displayName:
		'You need a <a href="https://waha.devlike.pro/docs/overview/quick-start/">WAHA server</a> and a WhatsApp account paired with it',
	name: 'prerequisites',
	type: 'notice',
	default: '',
};
