/** Unix seconds, as WhatsApp counts. */
export function nowSeconds(): number {
	return Math.floor(Date.now() / 1000);
}
