import type { WahaError } from '../../../nodes/WahaGroups/waha/errors';
import { wordsOf } from '../../../nodes/WahaGroups/wording/wording';

/** What a call throws, in words; undefined where it throws nothing. Throws what is no error of ours. */
export function complaintOf(
	call: () => unknown,
): { message: string; description: string } | undefined {
	try {
		call();
		return undefined;
	} catch (error) {
		const words = wordsOf(error, true);
		if (words === undefined) throw error;
		return words;
	}
}

/** An error of WAHA with its words, as an operation tells it. */
export function toldOf(error: WahaError) {
	const { kind, status, inDoubt, repeat } = error;
	const { message, description } = wordsOf(error, true) ?? { message: '', description: '' };
	return { kind, status, inDoubt, repeat, message, description };
}
