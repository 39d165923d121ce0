import { isRecord } from '../../waha/json';

/** `={{ $json.name }}`, `={{ $json.a.b }}`, `={{ $json['the name'] }}` (n8n 2.41), `["the name"]`: what dragging a field gives. */
const FIELD = /^=\{\{\s*\$json((?:\.[A-Za-z_]\w*|\["[^"\\\]]+"\]|\['[^'\\\]]+'\])+)\s*\}\}$/;
const STEP = /\.(\w+)|\[(?:"([^"]+)"|'([^']+)')\]/g;

function fieldOf(expression: string, json: unknown): unknown {
	const path = FIELD.exec(expression)?.[1];
	if (path === undefined) return undefined;
	let value = json;
	for (const [, plain, double, single] of path.matchAll(STEP)) {
		const name = plain ?? double ?? single ?? '';
		if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
		value = value[name];
	}
	return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/** Whether an expression names the item that it is evaluated for. */
export function namesItem(stored: unknown): boolean {
	return (
		typeof stored === 'string' &&
		/^=[^]*(?:\$(?:json|data|input\.item|itemIndex|node)\b|\.item\b)/.test(stored)
	);
}

/**
 * The value of a stored parameter that does nothing but name a field of the item, read without n8n's evaluation,
 * which costs more than everything else that the node does for an item. In: the parameter as stored, a text or a
 * resource locator, and the item's json. undefined wherever it takes more than a look: then n8n is to be asked.
 */
export function itemField(stored: unknown, json: unknown): unknown {
	if (typeof stored === 'string') return fieldOf(stored, json);
	if (!isRecord(stored) || stored.__rl !== true || typeof stored.value !== 'string')
		return undefined;
	const { value, ...rest } = stored;
	if (Object.values(rest).some((entry) => typeof entry === 'object' || /^=/.test(String(entry))))
		return undefined;
	const field = fieldOf(value, json);
	return field === undefined ? undefined : { ...stored, value: field };
}
