import { z } from 'zod';

import { CLOSE } from '../sockets/sockets';
import type { World } from '../world';
import type { ControlRoute } from './control-route';

const closing = z
	.object({ code: z.number().int().min(1000).max(4999), reason: z.string().max(120) })
	.partial();

/** What WAHA never sends; `text` and `bytes` as they are, `size` a text of so many characters. */
const garbage = z.union([
	z.object({ text: z.string() }).strict(),
	z.object({ bytes: z.array(z.number().int().min(0).max(255)) }).strict(),
	z.object({ size: z.number().int().min(1).max(100_000_000) }).strict(),
]);

function messageIn(given: z.output<typeof garbage>): string | Buffer {
	if ('text' in given) return given.text;
	return 'bytes' in given ? Buffer.from(given.bytes) : 'x'.repeat(given.size);
}

/** Control of the WebSockets. */
export function controlSockets(world: World): ControlRoute[] {
	return [
		['GET', '/sockets', () => world.sockets.list()],
		['DELETE', '/sockets', () => world.sockets.cut()],
		[
			'POST',
			'/sockets/close',
			({ body }) => {
				const { code = CLOSE.normal, reason = '' } = closing.parse(body ?? {});
				return { closed: world.sockets.closeAll(code, reason) };
			},
		],
		['POST', '/sockets/mute', () => world.sockets.mute()],
		['POST', '/sockets/ping', () => world.sockets.ping()],
		[
			'POST',
			'/sockets/garbage',
			({ body }) => world.sockets.sendAll(messageIn(garbage.parse(body))),
		],
		[
			'POST',
			'/sockets/revoke',
			({ body }) => ({ closed: world.revokeKey(z.object({ key: z.string() }).parse(body).key) }),
		],
	];
}
