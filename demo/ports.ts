import getPort from 'get-port';
import { UserError } from '../harness/n8n';

/** Gives the port if it is free, and else says in one sentence which option chooses another. */
export async function demandPort(port: number, whose: string, option: string): Promise<number> {
	const free = await getPort({ port, host: '127.0.0.1' });
	if (free === port) return port;
	throw new UserError(
		`Port ${port}, meant for ${whose}, is in use: stop the program that uses it, or choose another port with ${option}.`,
	);
}
