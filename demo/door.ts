import fastify from 'fastify';

/** An address that logs a browser in to n8n and leads on into its editor. */
export interface Door {
	readonly url: string;
	close(): Promise<void>;
}

/**
 * Opens a door into n8n on a free port of this machine.
 * @param cookie the cookie of somebody who is logged in, as `name=value`
 * @param to the page of n8n behind the door
 */
export async function openDoor(cookie: string, to: string): Promise<Door> {
	// Cookies belong to a host with all its ports, so one that is set here counts in n8n.
	const { hostname } = new URL(to);
	const server = fastify();
	server.get('/', async (_request, reply) => {
		await reply.header('Set-Cookie', `${cookie}; Path=/; HttpOnly; SameSite=Lax`).redirect(to);
	});
	const url = await server.listen({ host: hostname, port: 0 });
	return { url, close: async () => await server.close() };
}
