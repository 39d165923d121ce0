import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { WahaGroups } from '../..';
import { type Sandbox, startSandbox } from '../../sandbox';
import { CASES } from './operations';
import type { Case, EngineName } from './operations/case';
import { difference, ENGINES, forEngine, snapshot } from './operations/case';
import { runNode } from './support/run';

const { properties } = new WahaGroups().description;

/** The stored values of a list in the editor. */
function valuesOf({ options }: INodeProperties): string[] {
	return (options ?? []).flatMap((option) => ('value' in option ? [String(option.value)] : []));
}

/** `resource operation` of everything that the editor offers. */
function offered(): string[] {
	const resource = properties.find(({ name }) => name === 'resource');
	return (resource ? valuesOf(resource) : []).flatMap((value) =>
		properties
			.filter(
				({ name, displayOptions }) =>
					name === 'operation' && displayOptions?.show?.resource?.includes(value),
			)
			.flatMap(valuesOf)
			.map((operation) => `${value} ${operation}`),
	);
}

const cases = Object.entries(CASES).flatMap(([resource, operations]) =>
	Object.entries(operations).map(([operation, list]) => ({ resource, operation, list })),
);

it('there is a case for every operation that the editor offers, and for no other', () => {
	expect(cases.map(({ resource, operation }) => `${resource} ${operation}`).sort()).toEqual(
		offered().sort(),
	);
	for (const { list } of cases) expect(list.length).toBeGreaterThan(0);
});

it('each operation has a case for every engine', () => {
	for (const { list } of cases) {
		const engines = new Set(list.flatMap((one) => one.engines ?? ENGINES));
		expect([...engines].sort()).toEqual([...ENGINES].sort());
	}
});

let sandbox: Sandbox | undefined;

afterEach(async () => await sandbox?.close());

function inputOf({ file }: Case): INodeExecutionData[] {
	if (!file) return [{ json: {} }];
	const { mimeType, fileName, base64 } = file;
	return [{ json: {}, binary: { data: { mimeType, fileName, data: base64 } } }];
}

async function check(
	engine: EngineName,
	resource: string,
	operation: string,
	one: Case,
): Promise<void> {
	const server = await startSandbox({ engine, ...(one.version && { version: one.version }) });
	sandbox = server;
	const { world } = server;
	one.prepare?.(world);
	const before = snapshot(world);

	const { items, outputs, error } = await runNode({
		server,
		parameters: { resource, operation, ...one.parameters },
		items: inputOf(one),
	});

	const sent = world.requests.map(({ method, url, body }) => `${method} ${url} ${body}`.trim());
	const expectedError = one.error && forEngine(one.error, engine);
	const told = error && {
		message: error.message,
		...(expectedError?.description !== undefined && { description: error.description }),
		...(expectedError?.httpCode !== undefined && { httpCode: error.httpCode }),
	};
	expect(told).toEqual(expectedError);
	expect(one.anyOrder ? sent.sort() : sent).toEqual(forEngine(one.requests, engine));
	expect(items).toStrictEqual(forEngine(one.items ?? [], engine));
	expect(outputs.flat().every(({ pairedItem }) => isFirst(pairedItem))).toBe(true);
	expect(difference(before, snapshot(world))).toEqual(forEngine(one.changed ?? {}, engine));
	for (const { body, headers } of world.requests) {
		expect(headers['x-api-key']).toBe('sandbox-key');
		if (body !== '') expect(headers['content-type']).toBe('application/json');
	}
}

function isFirst(pairedItem: INodeExecutionData['pairedItem']): boolean {
	return typeof pairedItem === 'object' && 'item' in pairedItem && pairedItem.item === 0;
}

describe.each(ENGINES)('%s', (engine) => {
	for (const { resource, operation, list } of cases) {
		describe(`${resource} ${operation}`, () => {
			for (const one of list) {
				if (one.engines?.includes(engine) === false) continue;
				it(one.title, () => check(engine, resource, operation, one));
			}
		});
	}
});
