/** How WAHA repeats a delivery that was not taken, as a webhook in a session's config says it. */
export interface Retries {
	policy: 'constant' | 'exponential' | 'linear';
	delaySeconds: number;
	attempts: number;
}

/** What WAHA does where a webhook says nothing about it. */
export const WAHA_RETRIES: Retries = { policy: 'constant', delaySeconds: 2, attempts: 15 };
