import type { Config } from './types';

/** Which fields are known: `true` takes any value, an object its fields, a list in brackets each entry. */
type Known = true | { readonly [field: string]: Known } | readonly [Known];

// @witness documented: the fields of a session's config, as the OpenAPI document of 2026.7.1 lists them
const KNOWN: Known = {
	metadata: true,
	proxy: { server: true, username: true, password: true },
	debug: true,
	ignore: { status: true, groups: true, channels: true, broadcast: true },
	client: { deviceName: true, browserName: true },
	noweb: { markOnline: true, store: { enabled: true, fullSync: true } },
	gows: { storage: { messages: true, groups: true, chats: true, labels: true } },
	webjs: { tagsEventsOn: true },
	webhooks: [
		{
			url: true,
			events: true,
			hmac: { key: true },
			retries: { policy: true, delaySeconds: true, attempts: true },
			customHeaders: [{ name: true, value: true }],
		},
	],
};

const isObject = (value: unknown): value is Config =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (known: Known): known is readonly [Known] => Array.isArray(known);

function strip(value: unknown, known: Known): unknown {
	if (known === true) return value;
	if (isList(known)) {
		const [entry] = known;
		return Array.isArray(value) ? value.map((one: unknown) => strip(one, entry)) : value;
	}
	if (!isObject(value)) return value;
	const kept = Object.entries(value).flatMap(([field, inner]) => {
		const more = Object.hasOwn(known, field) ? known[field] : undefined;
		return more === undefined ? [] : [[field, strip(inner, more)] as const];
	});
	return Object.fromEntries(kept);
}

/** A config as the server stores it: what it does not know is gone, what it has a default for is there. */
export function storedConfig(config: Config): Config {
	// @witness measured R24: unknown fields of a config are stripped and defaults are filled in
	const stripped = strip(config, KNOWN);
	if (!isObject(stripped)) return {};
	// @witness documented: the defaults are `debug: false` and, where `noweb` is given, `markOnline: true`
	const noweb = isObject(stripped.noweb) ? { noweb: { markOnline: true, ...stripped.noweb } } : {};
	return { debug: false, ...stripped, ...noweb };
}
