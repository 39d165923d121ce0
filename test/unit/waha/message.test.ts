import { sentMessage } from '../../../nodes/WahaGroups/waha/answers/message';

const CHAT = '120363041234567890@g.us';
const ME = '4915100001001@c.us';
const idOf = (body: unknown) => {
	const reply = { status: 201, headers: {}, text: JSON.stringify(body) };
	const { success, messageId } = sentMessage(reply, CHAT);
	return [success, messageId];
};

const WHOLE = `true_${CHAT}_3EB0`;
const wid = (id: string) => ({ user: id.split('@')[0], server: id.split('@')[1] });

it.each<[string, unknown, string]>([
	['text', { id: WHOLE }, WHOLE],
	['an object with its text', { id: { _serialized: WHOLE, fromMe: true, id: '3EB0' } }, WHOLE],
	// WhatsApp Web renamed `_serialized` of these in July 2026.
	[
		'an object whose text has another name',
		{ id: { fromMe: true, remote: CHAT, id: '3EB0', $1: 'x' } },
		WHOLE,
	],
	[
		'the same with the chat as an object',
		{ id: { fromMe: true, remote: wid(CHAT), id: '3EB0' } },
		WHOLE,
	],
	[
		'the same with who sent it',
		{ id: { fromMe: true, remote: CHAT, id: '3EB0', participant: wid(ME) } },
		`${WHOLE}_${ME}`,
	],
	[
		"the engine's own, where WAHA's is empty",
		{ id: null, _data: { id: { fromMe: true, remote: CHAT, id: '3EB0' } } },
		WHOLE,
	],
	['the key of NOWEB', { key: { fromMe: true, remoteJid: CHAT, id: '3EB0' } }, WHOLE],
])('the id of a sent message: %s', (_, body, expected) => {
	expect(idOf(body)).toEqual([true, expected]);
});

it.each([
	{},
	{ id: {} },
	{ id: { fromMe: true, remote: CHAT } },
	{ id: null, _data: {} },
	{ _data: { id: 5 } },
])('nobody knows whether a message without one was sent: %j', (body) => {
	expect(idOf(body)).toEqual([null, null]);
});
