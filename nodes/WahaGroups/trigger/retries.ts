/** How WAHA repeats a delivery that n8n did not take. */
export interface Retries {
	policy: string;
	delaySeconds: number;
	attempts: number;
}

/** What WAHA does where a webhook says nothing about it; n8n's linter wants the same as literals in the description. */
export const WAHA_RETRIES: Retries = { policy: 'constant', delaySeconds: 2, attempts: 15 };
