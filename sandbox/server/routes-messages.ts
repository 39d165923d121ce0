import type { FastifyInstance, FastifyRequest } from 'fastify';

import { sentMessage } from '../engines/messages';
import { sendText } from '../actions/messages';
import type { World } from '../world';
import { json } from './answers';
import { readySession, route } from './call';
import { BodyReader, isFields } from './validate';

/** The one message call that workflows about groups need: a text, with mentions if wanted. */
export function messageRoutes(app: FastifyInstance, world: World): void {
	// @witness documented: sendText takes `{session, chatId, text, mentions?, reply_to?, linkPreview?}`
	route(app, world, 'POST', '/api/sendText', async ({ request, body }) => {
		const reader = new BodyReader(body);
		const chatId = reader.string('chatId');
		const text = reader.string('text');
		const mentions = reader.raw('mentions') ?? [];
		if (!isTexts(mentions)) reader.refuse('each value in mentions must be a string');
		const replyTo = reader.raw('reply_to') ?? null;
		if (replyTo !== null && typeof replyTo !== 'string') reader.refuse('reply_to must be a string');
		reader.done();
		const session = await readySession(world, sessionOfMessage(request) ?? 'default');
		const wish = {
			chatId,
			text,
			mentions: isTexts(mentions) ? mentions : [],
			replyTo: typeof replyTo === 'string' ? replyTo : null,
		};
		return json(sentMessage(session, sendText(world, session, wish)), 201);
	});
}

const isTexts = (value: unknown): value is string[] =>
	Array.isArray(value) && value.every((one) => typeof one === 'string');

/** The session of a sending call, whose path names none: that in the body, or `default`. */
export function sessionOfMessage({ raw, body }: FastifyRequest): string | null {
	if (!raw.url?.startsWith('/api/send')) return null;
	return isFields(body) && typeof body.session === 'string' ? body.session : 'default';
}
