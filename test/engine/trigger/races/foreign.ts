import { recordOf } from '../../../../nodes/WahaGroups/waha/json';
import type { Foreign } from './actions';
import type { Config } from './history';

const FOREIGN_HOST = 'http://foreign.example';
let made = 0;

function webhook(): object {
	made++;
	return {
		customHeaders: [{ name: 'X-Mine', value: String(made) }],
		url: `${FOREIGN_HOST}/${made}`,
		unknown: { b: [made, null], a: 'ü' },
		events: ['message', 'group.v2.participants'],
		hmac: { key: `theirs-${made}` },
	};
}

/** A session as another program has set it up. */
export const START = {
	proxy: { server: 'proxy.example:3128' },
	webhooks: [webhook(), webhook()],
	metadata: { user: '7' },
	alpha: null,
};

function withoutFirst(webhooks: readonly unknown[]): unknown[] {
	const at = webhooks.findIndex((entry) => String(recordOf(entry).url).startsWith(FOREIGN_HOST));
	return webhooks.filter((_, index) => index !== at);
}

/** A config after the other program has changed something in it that is its own. */
export function changed(
	config: Config,
	kind: Exclude<Foreign['kind'], 'remake'>,
): NonNullable<Config> {
	const webhooks: unknown[] = Array.isArray(config?.webhooks) ? config.webhooks : [];
	made++;
	switch (kind) {
		case 'add':
			return { ...config, webhooks: [...webhooks, webhook()] };
		case 'remove':
			return { ...config, webhooks: withoutFirst(webhooks) };
		case 'reorder':
			return { ...config, webhooks: webhooks.reverse() };
		case 'setting': {
			const { proxy, ...rest } = config ?? {};
			return { ...rest, metadata: { made }, ...(proxy ? {} : { proxy: { server: `p${made}` } }) };
		}
	}
}
