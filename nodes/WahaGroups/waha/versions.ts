/** A WAHA version as numbers: year, month, patch. */
export type Version = readonly [number, number, number];

/** Reads `2025.11.1` (also with a prefix or suffix); undefined where there is no version in it. */
export function parseVersion(text: unknown): Version | undefined {
	const match = typeof text === 'string' ? /(\d{4})\.(\d{1,2})(?:\.(\d+))?/.exec(text) : null;
	return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

/** Whether a version is at least another; an unknown one counts as new, because most servers are. */
export function isAtLeast(version: Version | undefined, since: Version): boolean {
	if (version === undefined) return true;
	for (const [index, part] of since.entries()) {
		const mine = version[index] ?? 0;
		if (mine !== part) return mine > part;
	}
	return true;
}

/** A version as WAHA writes it: 2025.2, 2026.8.2. */
export function shownVersion([year, month, patch]: Version): string {
	return patch === 0 ? `${year}.${month}` : `${year}.${month}.${patch}`;
}

/** Since when a server can do what, from WAHA's changelog. */
export const SINCE = {
	/** Join by invite, refresh. */
	joining: [2024, 12, 0],
	/** All events over the WebSocket; before, it sent its own status only. */
	liveEvents: [2024, 11, 5],
	/** Webhooks are signed in the free tier too. */
	signedWebhooks: [2024, 11, 5],
	/** Events `group.v2.*`. */
	groupV2Events: [2025, 2, 0],
	/** Count, pictures, info behind an invite code. */
	countAndPictures: [2025, 2, 0],
	/** A mention of `all`; never on WPP. */
	mentionAll: [2025, 11, 1],
	/** Who may add members. */
	memberAddMode: [2026, 7, 2],
	/** Join requests, and whether new members need an approval (both in the notes of that release). */
	joinRequests: [2026, 8, 2],
	/** Whether members may share the history with newcomers. */
	shareHistory: [2026, 9, 0],
} as const satisfies Record<string, Version>;
