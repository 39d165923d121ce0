/** The path of n8n's own address, which only a proxy in front of n8n knows; '' where it has none. */
function prefixOf(instanceUrl: string): string {
	return URL.canParse(instanceUrl) ? new URL(instanceUrl).pathname.replace(/\/$/, '') : '';
}

/**
 * The address that WAHA is to call: n8n's own one, or what comes behind that under another address.
 * In: the webhook's URL and the address of n8n as n8n gives them, and the one to put in its place without a slash at
 * its end, e.g. `http://n8n:5678`; '' for none.
 */
export function reachableUrl(webhookUrl: string, instanceUrl: string, base: string): string {
	if (base === '') return webhookUrl;
	const { pathname } = new URL(webhookUrl);
	const prefix = prefixOf(instanceUrl);
	return `${base}${pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname}`;
}
