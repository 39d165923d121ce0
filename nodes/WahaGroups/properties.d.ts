/** Written by the build from actions/description.ts and trigger/description.ts; see gulpfile.js. */
declare module '*.properties.json' {
	import type { INodeProperties } from 'n8n-workflow';

	const properties: INodeProperties[];
	export default properties;
}
