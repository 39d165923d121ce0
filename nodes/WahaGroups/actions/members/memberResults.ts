import type { Reply } from '../../waha/http/reply';
import type { MemberChange, ParticipantResult } from '../../waha/answers/results';
import { otherIdsIn, resultsOf } from '../../waha/answers/results';
import { settle } from '../../waha/settle';
import type { Context } from '../framework/operation';
import { withPhonesBehind } from './phones';

/**
 * What became of each participant. Where an engine answers under other ids than those asked for, as it does in groups
 * that hide numbers, the numbers behind hidden ids are looked up; where that fails, the answer stays as it is.
 */
export async function resultsFor(
	context: Context,
	reply: Reply,
	asked: readonly string[],
	change: MemberChange,
): Promise<ParticipantResult[]> {
	const results = resultsOf(reply, asked, change);
	const untold = results.flatMap(({ success, participantId }) =>
		success === null ? [participantId] : [],
	);
	const others = untold.length === 0 ? [] : otherIdsIn(reply, asked);
	if (others.length === 0) return results;
	const look = await settle(withPhonesBehind(context, [...untold, ...others], new Set()));
	if (!look.ok) return results;
	const pairs = look.value.flatMap(
		({ ids: [one, other] }): Array<[string, string]> =>
			one === undefined || other === undefined
				? []
				: [
						[one, other],
						[other, one],
					],
	);
	return resultsOf(reply, asked, change, new Map(pairs));
}
