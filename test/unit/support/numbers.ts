import { typedNumber } from '../../../nodes/WahaGroups/waha/phones/typed';

/** The digits of a typed number, or why it is none, with the facts. */
export function digitsOf(text: string, countryCode?: string): string {
	const typed = typedNumber(text, countryCode);
	if ('digits' in typed) return typed.digits;
	const { why, ...facts } = typed;
	return [why, ...Object.values(facts).flat()].join(' ');
}
