export { missingServers, startQueue, type N8nQueue, type QueueOptions } from './queue';
