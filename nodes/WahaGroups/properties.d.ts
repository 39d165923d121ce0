/** Written by the build from the files description.ts; see gulpfile.js. */
declare module '*.properties.json' {
	import type { INodeProperties } from 'n8n-workflow';

	const properties: INodeProperties[];
	export default properties;
}
