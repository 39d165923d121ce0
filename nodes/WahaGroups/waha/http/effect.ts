/**
 * What a request does: `none` only reads; `repeatable` has the same end however often it is sent;
 * `once` must not happen twice (a second group, a second private invitation).
 */
export type Effect = 'none' | 'repeatable' | 'once';

/**
 * How a failed request ends: `final` will fail again; `untouched` had no effect for certain and may go better next
 * time; `open` may have had its effect, and may go better next time; `openFinal` may have had it, and is not tried again.
 */
export type Ending = 'final' | 'untouched' | 'open' | 'openFinal';

/** Whether a request is sent again, and whether it may have had its effect. */
export interface Verdict {
	repeat: boolean;
	inDoubt: boolean;
}

/** What an ending means for a request, by what it does. */
export function verdictOf(ending: Ending, effect: Effect): Verdict {
	const isOpen = ending === 'open' || ending === 'openFinal';
	return {
		repeat: ending === 'untouched' || (ending === 'open' && effect !== 'once'),
		inDoubt: isOpen && effect !== 'none',
	};
}
