import { missingPostgres } from './postgres';
import { missingRedis } from './redis';

export { startQueue, type N8nQueue, type QueueOptions } from './queue';

/** The servers for queue mode that are missing on this machine, in words. */
export function missingServers(): string[] {
	return [missingRedis(), missingPostgres()].filter((one) => one !== undefined);
}
