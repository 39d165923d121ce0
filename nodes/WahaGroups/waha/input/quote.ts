function asText(value: unknown): string {
	try {
		return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	} catch {
		// What JSON cannot say: a bigint, an object that contains itself.
		return typeof value === 'bigint' ? String(value) : `a value of type ${typeof value}`;
	}
}

/** A value as our errors name it: in quotes, long ones cut. */
export function quote(value: unknown): string {
	const text = asText(value);
	return `"${text.length > 80 ? `${text.slice(0, 77)}…` : text}"`;
}
