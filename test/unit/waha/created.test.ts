import { createdGroup } from '../../../nodes/WahaGroups/waha/answers/created';
import { complaintOf } from '../support/told';

const ONE = '491701234567@c.us';

const noweb = (participants: object[]) => ({
	status: 201,
	headers: {},
	text: JSON.stringify({ id: '120363041234567890@g.us', subject: 'Choir', participants }),
});

const OWNER = { id: '491700000000@s.whatsapp.net', admin: 'superadmin' };

it('does not call somebody missing who may be a member with a hidden number', () => {
	const group = createdGroup(noweb([OWNER, { id: '77@lid', admin: null }]), 'Choir', [ONE]);
	expect(group.participants).toEqual([
		expect.objectContaining({ participantId: ONE, success: null, code: null }),
	]);
});

it('says who is missing where everybody is known', () => {
	const group = createdGroup(noweb([OWNER]), 'Choir', [ONE]);
	expect(group.participants).toEqual([
		expect.objectContaining({ participantId: ONE, success: false }),
	]);
});

it('tells why there is no group, without a stack', () => {
	const text = 'CreateGroupError: no\n    at run (/srv/app.js:1:1)';
	expect(
		complaintOf(() => createdGroup({ status: 201, headers: {}, text }, 'Choir', [])),
	).toMatchObject({
		message: 'WhatsApp did not create the group: CreateGroupError: no',
	});
});

const failed = (text: string) =>
	complaintOf(() => createdGroup({ status: 201, headers: {}, text }, 'Choir', []));

it.each([
	'',
	'null',
	'true',
	'"true"',
	'ok',
	'undefined',
	'[]',
	'[{"error":"x"}]',
	'{}',
	'{"id":""}',
	'{"id":"error"}',
	'{"status":403,"id":"x"}',
])('says that a group may exist after %j', (text) => {
	expect(failed(text)).toMatchObject({
		message: 'WAHA did not say whether the group was created',
		description: 'It may exist all the same: look before you run it again.',
	});
});

it.each([
	['false', ', and WAHA gave no reason'],
	['"false"', ', and WAHA gave no reason'],
	['{"success":false}', ', and WAHA gave no reason'],
	['{"ok":false}', ', and WAHA gave no reason'],
	['{"success":false,"message":"too many"}', ': too many'],
	['{"errors":["one","two"]}', ': one; two'],
	['{"code":403}', ': status 403'],
	['{"result":"error"}', ': error'],
	['forbidden', ': forbidden'],
])('says that there is none after %s', (text, words) => {
	expect(failed(text)?.message).toBe(`WhatsApp did not create the group${words}`);
});
