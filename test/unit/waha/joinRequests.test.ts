import { decisionsIn, joinRequestsIn } from '../../../nodes/WahaGroups/waha/answers/joinRequests';
import { complaintOf } from '../support/told';

const ONE = '4915400004002@c.us';
const reply = (body: unknown) => ({ status: 200, headers: {}, text: JSON.stringify(body) });
const decided = (entry: object) =>
	decisionsIn(reply([{ requesterId: ONE, ...entry }]), [{ ids: [ONE], wasSeen: true }]);

const NO_ADMIN = 'The account may not do this: it is probably not an admin of the group';

it.each([
	[{ success: false, error: 403 }, false, 403, NO_ADMIN],
	[{ success: false, error: '403' }, false, 403, NO_ADMIN],
	[{ error: '409' }, false, 409, 'Is a member already'],
	[{ success: false, error: 'no' }, false, null, 'no'],
	[{ error: 'no' }, false, null, 'no'],
	[{ success: false }, false, null, 'WhatsApp did not do this'],
	[{ success: true }, true, 200, null],
	[{}, null, null, 'WAHA did not say what became of this request'],
])('%j', (entry, success, code, reason) => {
	expect(decided(entry)).toEqual([{ success, code, reason }]);
});

it.each([{}, { ok: false }, null, 'x', [{ id: '4915200002002@c.us' }]])(
	'is no list, and so nobody knows who waits: %j',
	(body) => {
		expect(complaintOf(() => joinRequestsIn(reply(body)))?.message).toBe(
			'WAHA sent an answer that is not a list',
		);
	},
);
