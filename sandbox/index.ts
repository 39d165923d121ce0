import { mainKey } from './server/auth';
import { buildApp } from './server/app';
import type { SandboxOptions } from './options';
import { takeSockets } from './sockets/upgrade';
import { World } from './world';

export interface Sandbox {
	/** Without a slash at the end. */
	url: string;
	apiKey: string;
	world: World;
	/** Stops the server, cuts deliveries off and leaves nothing open. */
	close(): Promise<void>;
}

/** Starts a WAHA that needs no phone. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, host = '127.0.0.1' } = options;
	const world = new World(options);
	const app = buildApp(world);
	takeSockets(app.server, world);
	try {
		await app.listen({ port, host });
	} catch (error) {
		await world.close();
		throw error;
	}
	const address = app.server.address();
	const realPort = typeof address === 'object' && address !== null ? address.port : port;
	// A server that listens everywhere is reached by the name of this machine.
	const shownHost = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
	return {
		url: `http://${shownHost.includes(':') ? `[${shownHost}]` : shownHost}:${realPort}`,
		apiKey: mainKey(world),
		world,
		async close() {
			await world.close();
			await app.close();
		},
	};
}

export { startReceiver, type Receiver, type Received } from './receiver';
export { SEED } from './model/seed';
export { World } from './world';
export { signature } from './webhooks/sign';
export { retryDelayMs } from './webhooks/deliveries';
export { FAULT_KINDS } from './faults';
export type { ActiveFault, FaultKind, FaultRule, FaultRuleInput } from './faults';
export type {
	ScopedKey,
	SandboxOptions,
	SeedOptions,
	Settings,
	SettingsInput,
	Webhook,
} from './options';
export type { NewSession } from './model/sessions';
export type { Message } from './model/messages';
export type { RequestEntry } from './requests';
export type { SocketLine } from './sockets/sockets';
export type { Delivery, DeliveryAttempt } from './webhooks/deliveries';
export type { AddGroupOptions, MoveOptions, PersonOptions } from './world';
export type {
	Engine,
	Group,
	GroupDetails,
	Member,
	Person,
	Role,
	Session,
	SessionStatus,
} from './model/types';
