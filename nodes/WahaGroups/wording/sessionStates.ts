const STATES: Readonly<Record<string, string>> = {
	FAILED: 'failed',
	PASSKEY_CONFIRMATION_REQUIRED: 'waiting for you to confirm the passkey',
	PASSKEY_REQUIRED: 'waiting for the passkey',
	SCAN_QR_CODE: 'waiting for the QR code',
	STARTING: 'starting',
	STOPPED: 'stopped',
	WORKING: 'working',
};

/** What a session does, in words. In: its status as WAHA names it; one that nobody knows comes out as it is. */
export function stateInWords(status: string): string {
	return (Object.hasOwn(STATES, status) && STATES[status]) || status;
}

/** The same in an error, with WAHA's own word where it is another one, because the dashboard shows that. */
export function stateInError(status: string): string {
	const words = stateInWords(status);
	return words.toUpperCase() === status.toUpperCase() ? words : `${words} (${status})`;
}
