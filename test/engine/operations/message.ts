import type { Case, Cases } from './case';
import { byId, HIDDEN, TEAM } from './case';
import { HIDDEN_MEMBERS } from './groups';

const SEND = 'POST /api/sendText ';
const body = (fields: object): string => SEND + JSON.stringify({ session: 'default', ...fields });

/** How the sandbox counts its first message of a run. */
const FIRST = '3EB0';
const anyTime = { asymmetricMatch: (value: unknown) => isTime(value), toString: () => 'a time' };
const isTime = (value: unknown): boolean =>
	typeof value === 'string' && Math.abs(Date.parse(value) - Date.now()) < 60_000;
const anyId = (chatId: string) => ({
	asymmetricMatch: (value: unknown) => String(value).startsWith(`true_${chatId}_${FIRST}`),
	toString: () => 'an id',
});

const sent = (chatId: string): Case['items'] => {
	const told = { success: true, chatId, messageId: anyId(chatId) as never };
	return {
		WEBJS: [{ ...told, timestamp: anyTime as never }],
		NOWEB: [{ ...told, timestamp: anyTime as never }],
		GOWS: [{ ...told, timestamp: null }],
	};
};

export const message: Cases = {
	send: [
		{
			title: 'puts the mention of a person at the end of the text',
			parameters: { groupId: byId(TEAM), text: ' Welcome! ', mentions: '+49 1520 0002002' },
			requests: [
				body({
					chatId: TEAM,
					text: 'Welcome! @4915200002002',
					mentions: ['4915200002002@c.us'],
				}),
			],
			items: sent(TEAM),
		},
		{
			title: 'leaves mentions in the text where they stand, however they are written',
			parameters: {
				groupId: byId(HIDDEN),
				text: 'Hi @12008427877001@lid and @+4915200002002, meet @49152000020021',
				mentions:
					'={{ { event: "join", participantId: "12008427877001@lid", participants: [{ participantId: "12008427877001@lid", phoneNumber: null }, { participantId: "4915200002002@c.us" }] } }}',
				options: { replyTo: 'false_4915200002002@c.us_3EB0AA', linkPreview: false },
			},
			requests: [
				body({
					chatId: HIDDEN,
					text: 'Hi @12008427877001 and @4915200002002, meet @49152000020021',
					mentions: ['12008427877001@lid', '4915200002002@c.us'],
					reply_to: 'false_4915200002002@c.us_3EB0AA',
					linkPreview: false,
				}),
			],
			items: sent(HIDDEN),
		},
		{
			title: 'goes to a person',
			parameters: {
				sendTo: 'person',
				person: '0154 0000 4001',
				text: 'Hello',
				options: { countryCode: '49' },
			},
			requests: [body({ chatId: '4915400004001@c.us', text: 'Hello' })],
			items: sent('4915400004001@c.us'),
		},
		{
			title: 'refuses several people for one message before anything is sent',
			parameters: { sendTo: 'person', person: '4915400004001, 4915400004002', text: 'Hello' },
			requests: [],
			error: { message: 'One message goes to one person, but 2 were given' },
		},
		{
			title: 'names whom a message cannot go to, without a place in a list',
			parameters: { sendTo: 'person', person: 'Anna', text: 'Hello' },
			requests: [],
			error: { message: '"Anna" is neither a phone number nor a participant ID' },
		},
		{
			title: 'mentions everyone by one word',
			parameters: { groupId: byId(HIDDEN), text: 'Hello', mentionEveryone: true },
			requests: [
				'GET /api/sessions/default',
				'GET /api/server/version',
				body({ chatId: HIDDEN, text: 'Hello', mentions: ['all'] }),
			],
			items: sent(HIDDEN),
		},
		{
			title: 'mentions each member where the server does not know that word',
			version: '2025.5',
			parameters: { groupId: byId(HIDDEN), text: 'Hello', mentionEveryone: true },
			requests: [
				'GET /api/sessions/default',
				'GET /api/server/version',
				`GET /api/default/groups/${encodeURIComponent(HIDDEN)}/participants/v2`,
				`GET /api/default/groups/${encodeURIComponent(HIDDEN)}/participants`,
				body({
					chatId: HIDDEN,
					text: 'Hello',
					mentions: HIDDEN_MEMBERS(false).map(({ participantId }) => participantId),
				}),
			],
			items: sent(HIDDEN),
		},
		{
			title: 'does not call sent what WAHA tells no id of',
			parameters: { groupId: byId(TEAM), text: 'Hello' },
			prepare: (world) => world.faults.add({ kind: 'answer', status: 201, body: '' }),
			requests: [body({ chatId: TEAM, text: 'Hello' })],
			items: [
				{
					success: null,
					chatId: TEAM,
					messageId: null,
					timestamp: null,
					reason:
						'WAHA did not say whether the message was sent: look into the chat before you send it again',
				},
			],
		},
		{
			title: 'fails where the answer tells an error, whatever its status',
			parameters: { groupId: byId(TEAM), text: 'Hello' },
			prepare: (world) =>
				world.faults.add({ kind: 'answer', status: 201, body: { error: 'not-acceptable' } }),
			requests: [body({ chatId: TEAM, text: 'Hello' })],
			error: { message: 'WhatsApp did not do this: not-acceptable' },
		},
		{
			title: 'tells that only admins may write',
			parameters: { groupId: byId(TEAM), text: 'Hello' },
			prepare(world) {
				world.updateGroup(TEAM, { messagesAdminOnly: true });
				world.setRole(TEAM, 'default', 'participant');
			},
			requests: [body({ chatId: TEAM, text: 'Hello' })],
			error: { message: 'WhatsApp did not let the account write there', httpCode: '500' },
		},
		{
			title: 'tells that the group is not known',
			parameters: { groupId: byId('120363049999999999@g.us'), text: 'Hello' },
			requests: [body({ chatId: '120363049999999999@g.us', text: 'Hello' })],
			error: { message: 'WhatsApp does not know this group, or the account is not in it' },
		},
	],
};
