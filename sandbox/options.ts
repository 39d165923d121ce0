import { z } from 'zod';

import { isVersion } from './model/versions';
import type { Engine } from './model/types';

export const webhookSchema = z.object({
	url: z.string(),
	events: z.array(z.string()),
	hmac: z
		.object({ key: z.string().nullish() })
		.nullish()
		.transform((hmac) => hmac?.key ?? null),
	retries: z
		.object({
			policy: z.enum(['constant', 'linear', 'exponential']).default('constant'),
			delaySeconds: z.number().default(2),
			attempts: z.number().default(15),
		})
		.nullish()
		.transform(
			(retries) => retries ?? { policy: 'constant' as const, delaySeconds: 2, attempts: 15 },
		),
	customHeaders: z
		.array(z.object({ name: z.string(), value: z.string() }))
		.nullish()
		.transform((headers) => headers ?? []),
});

/** One webhook of a session, with the defaults filled in. */
export type Webhook = z.output<typeof webhookSchema>;

export const scopedKeySchema = z.object({
	key: z.string().min(1),
	/** The only session that this key may touch. */
	session: z.string().optional(),
	/** All where left out. */
	scopes: z.array(z.enum(['read', 'send', 'control', 'setting'])).optional(),
});

/** An API key besides the main one; servers know such keys since 2026.3. */
export type ScopedKey = z.output<typeof scopedKeySchema>;

export const settingsSchema = z.object({
	version: z.string().refine(isVersion, 'must look like 2026.7 or 2026.7.1'),
	tier: z.enum(['CORE', 'PLUS']),
	/** Nobody reaches WAHA, and it reaches nobody; what happens in WhatsApp goes on, and so does `/sandbox`. */
	unplugged: z.boolean(),
	/** Added to every WAHA request. */
	latencyMs: z.number().min(0),
	/** How long a config write keeps a running session STOPPED, with its old config. */
	stopMs: z.number().min(0),
	/** How long a session stays STARTING after that. */
	restartMs: z.number().min(0),
	/** How long a request waits for a session to become WORKING before the 422. */
	readyWaitMs: z.number().min(0),
	/** WEBJS adds participants one after the other; this is the time for each. */
	webjsAddMs: z.number().min(0),
	/** Bare strings and booleans go out as JSON, as newer servers may do. */
	jsonStrings: z.boolean(),
	/** Fields of a config that the server does not know are dropped, and defaults filled in. */
	stripConfig: z.boolean(),
	/** A restart of the server loses the configs; null = as the version does. */
	forgetsConfig: z.boolean().nullable(),
	/** Unknown event names in a webhook are answered with 400; null = as the version does. */
	strictEvents: z.boolean().nullable(),
	/** `participants/v2` lists those who left, too. */
	listLeft: z.boolean(),
	maxGroupSize: z.number().int().min(1),
	/** More refreshes than this within the window bring `rate-overlimit`. */
	refreshCalls: z.number().int().min(0),
	refreshWindowMs: z.number().min(0),
	/** Every event goes out twice. */
	duplicateDeliveries: z.boolean(),
	/** 0.001 turns the seconds between the attempts of a webhook into milliseconds. */
	webhookDelayFactor: z.number().min(0),
	webhookTimeoutMs: z.number().min(1),
	/** Webhooks by environment variables: they get every session's events and show in no config. */
	envWebhooks: z.array(webhookSchema),
	/** Keys that may do less than the main one. */
	apiKeys: z.array(scopedKeySchema),
});

/** What can be changed while the sandbox runs. */
export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = Partial<z.input<typeof settingsSchema>>;

export interface SeedOptions {
	/** No groups but those asked for by `groups`; default false. */
	empty?: boolean;
	/** So many groups more, made in bulk. */
	groups?: number;
	/** Members of each of these, besides the accounts; default 5. */
	membersPerGroup?: number;
}

export interface SandboxOptions extends SettingsInput {
	/** 0 (the default) takes any free port. */
	port?: number;
	/** Default 127.0.0.1. */
	host?: string;
	/** Default `sandbox-key`; '' is a server without a key. */
	apiKey?: string;
	/** The engine of the session `default`; default WEBJS. */
	engine?: Engine;
	seed?: SeedOptions;
	/** How often WebSockets are asked for a sign of life; default 60,000. */
	pingMs?: number;
	/** Of everything that is drawn by chance; default 1. */
	randomSeed?: number;
}

export const DEFAULT_SETTINGS: Settings = {
	version: '2026.7',
	tier: 'CORE',
	unplugged: false,
	latencyMs: 0,
	stopMs: 0,
	restartMs: 100,
	readyWaitMs: 50,
	webjsAddMs: 0,
	jsonStrings: false,
	stripConfig: true,
	forgetsConfig: null,
	strictEvents: null,
	listLeft: false,
	maxGroupSize: 1024,
	refreshCalls: 5,
	refreshWindowMs: 60_000,
	duplicateDeliveries: false,
	webhookDelayFactor: 1,
	webhookTimeoutMs: 30_000,
	envWebhooks: [],
	apiKeys: [],
};

/** Puts settings over others; what is not given, or given as undefined, stays. */
export function mergeSettings(base: Settings, input: SettingsInput): Settings {
	const given = Object.fromEntries(
		Object.entries(input).filter(
			([name, value]) => value !== undefined && name in settingsSchema.shape,
		),
	);
	return { ...base, ...settingsSchema.partial().parse(given) };
}

/** Refuses what is no set of settings, and names what is wrong with it. */
export function assertSettings(input: unknown): asserts input is SettingsInput {
	settingsSchema.partial().strict().parse(input);
}
