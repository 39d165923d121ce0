import getPort from 'get-port';

/** Of the ports up to which no system goes that gives one to whoever asks for any: Linux begins at 32768, others at 49152. */
const FIRST = 20_000;
const COUNT = 10_000;

/**
 * A free port of this machine, which stays free until a program listens on it, and while that starts again: other tests, which
 * run at the same time, take those that the system gives them.
 */
export async function freePort(): Promise<number> {
	const port = Array.from({ length: 20 }, () => FIRST + Math.floor(Math.random() * COUNT));
	return await getPort({ port });
}
