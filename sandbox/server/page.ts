import path from 'node:path';

import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

const PAGE = path.join(__dirname, '..', 'page');
const ALPINE = path.join(path.dirname(require.resolve('alpinejs')), 'cdn.min.js');

/** Nothing from elsewhere; Alpine makes functions of its attributes, hence `unsafe-eval`. */
const POLICY = [
	"default-src 'none'",
	"script-src 'self' 'unsafe-eval'",
	"style-src 'self'",
	"img-src 'self'",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join('; ');

function guard(reply: FastifyReply): FastifyReply {
	return reply
		.header('content-security-policy', POLICY)
		.header('x-content-type-options', 'nosniff')
		.header('referrer-policy', 'no-referrer')
		.header('cache-control', 'no-cache');
}

/** The page for people at `/`, and its parts under /sandbox/page. */
export function pageRoutes(app: FastifyInstance): void {
	void app.register(fastifyStatic, { root: PAGE, serve: false, cacheControl: false });
	app.get('/', (_request, reply) => guard(reply).sendFile('index.html'));
	app.get('/sandbox/page/alpine.js', (_request, reply) =>
		guard(reply).sendFile(path.basename(ALPINE), path.dirname(ALPINE)),
	);
	app.get<{ Params: { file: string } }>('/sandbox/page/:file', ({ params }, reply) =>
		guard(reply).sendFile(params.file),
	);
}
