import type { GroupState } from './control';
import { people } from './people';
import type { Absence, Act } from './story';

/** What should have come of the acts and did not, one sentence each; none means that all is well. */
export function verdict(join: Act, leave: Act, tidyUp: Act, absence: Absence): string[] {
	const wrong: string[] = [];
	const expect = (holds: boolean, otherwise: string): void => {
		if (!holds) wrong.push(otherwise);
	};
	expect(join.execution?.status === 'success', 'The welcome workflow did not end well.');
	const [greeting, ...others] = join.messages;
	expect(greeting?.chatId === join.after.id, 'No greeting was sent to the group.');
	expect(others.length === 0, 'More than one greeting was sent.');
	expect(
		greeting?.mentions.some((id) => id.includes(people.newcomer)) === true &&
			greeting.text.includes(`@${people.newcomer}`),
		'The greeting does not mention who joined.',
	);
	expect(leave.deliveries.length > 0, 'The leaving was not told to n8n.');
	expect(leave.execution === undefined, 'The leaving started a workflow that did not ask for it.');
	expect(tidyUp.execution?.status === 'success', 'The nightly tidy-up did not end well.');
	expect(
		people.strangers.every((phone) => has(tidyUp.before, phone) && !has(tidyUp.after, phone)),
		'Not everybody who should go was removed.',
	);
	const stay = [...people.guests.slice(1), people.newcomer, people.hidden];
	expect(
		stay.every((phone) => has(tidyUp.after, phone)),
		'Somebody was removed who should have stayed.',
	);
	expect(tidyUp.after.inviteCode !== tidyUp.before.inviteCode, 'The invite code is still the old.');
	const missed = [...people.late.map((phone) => `${phone} joined`), `${people.guests[1]} left`];
	expect(
		absence.executions.every(({ status }) => status === 'success') &&
			String(absence.words.toSorted()) ===
				String(missed.map((one) => `+${one} while nobody listened`).toSorted()),
		'What happened while WAHA was unplugged did not start exactly one execution each.',
	);
	return wrong;
}

function has({ members }: GroupState, phone: string): boolean {
	return members.some((member) => member.phone === phone);
}
