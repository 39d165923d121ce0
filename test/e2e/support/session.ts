import type { Sandbox } from '../../../sandbox';

/** How often something has changed a session's settings since the requests were last cleared: each restarts it. */
export function writesTo({ world }: Sandbox): number {
	return world.requests.filter(({ method }) => method === 'PUT').length;
}

/** The addresses of the webhooks of the session "default", in their order. */
export function webhookUrlsOf({ world }: Sandbox): string[] {
	const { webhooks } = Object(world.session('default').config);
	return Array.isArray(webhooks) ? webhooks.map(({ url }) => String(url)) : [];
}
