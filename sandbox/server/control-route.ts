import type { HTTPMethods } from 'fastify';

export interface ControlCall {
	params: Record<string, string | undefined>;
	query: Record<string, string | undefined>;
	body: unknown;
}

export type ControlRoute = [
	method: HTTPMethods,
	path: string,
	handler: (call: ControlCall) => unknown,
];
