// @ts-check
import { GroupForms } from './forms.js';
import * as words from './words.js';

/** @typedef {import('../server/control-view').View} View */
/** @typedef {import('../webhooks/deliveries').Delivery} Delivery */
/** @typedef {import('../requests').RequestEntry} RequestEntry */

const EVERY_MS = 1000;

/** What the page shows and does: Alpine reads its fields and calls its methods. */
class Page extends GroupForms {
	words = words;
	search = '';
	/** Which list stands on the right. */
	tab = 'webhooks';
	/** What a narrow screen shows. */
	pane = 'group';
	offline = false;
	/** What is unfolded, by kind and number. */
	/** @type {Record<string, Delivery | RequestEntry>} */
	opened = {};
	/** The last view as text: only a different one touches the page. No private fields here: Alpine wraps all. */
	seen = '';
	asked = 0;
	shown = 0;

	/** Alpine calls this once. */
	init() {
		this.follow();
		addEventListener('hashchange', () => {
			this.follow();
			void this.refresh();
		});
		void this.watch();
	}

	/** Takes the group from the address. */
	follow() {
		this.groupId = decodeURIComponent(location.hash.slice(1));
		this.pane = 'group';
	}

	async watch() {
		await this.refresh();
		setTimeout(() => void this.watch(), EVERY_MS);
	}

	/**
	 * Asks for all that is shown; an answer that was overtaken by a later one is dropped.
	 * @override
	 */
	async refresh() {
		this.asked += 1;
		const turn = this.asked;
		const query = new URLSearchParams({ search: this.search });
		if (this.groupId !== '') query.set('group', this.groupId);
		try {
			const answer = await fetch(`/sandbox/view?${query}`, { signal: AbortSignal.timeout(5000) });
			const text = await answer.text();
			if (!answer.ok) throw new Error(text);
			this.offline = false;
			if (turn < this.shown || text === this.seen) return;
			this.shown = turn;
			this.seen = text;
			this.show(JSON.parse(text));
		} catch {
			this.offline = true;
		}
	}

	/** @param {View} view */
	show(view) {
		this.view = view;
		this.keepUp(view.group);
		for (const { n, createdAt, attempts } of view.deliveries) {
			const known = this.opened[`deliveries-${n}-${createdAt}`];
			if (known && 'attempts' in known && known.attempts.length !== attempts) {
				void this.open('deliveries', n, createdAt);
			}
		}
	}

	/**
	 * Lights up what has just come.
	 * @param {HTMLElement} row
	 * @param {number} at
	 */
	arrive(row, at) {
		const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
		if (still || Date.now() - at > 3 * EVERY_MS) return;
		const light = getComputedStyle(row).getPropertyValue('--chosen');
		row.animate([{ background: light }, { background: 'transparent' }], 1600);
	}

	/** @param {string} id */
	async choose(id) {
		this.groupId = id;
		this.pane = 'group';
		history.replaceState(null, '', `#${encodeURIComponent(id)}`);
		await this.refresh();
	}

	/**
	 * Unfolds a delivery or a request: its body is asked for only now.
	 * @param {'deliveries' | 'requests'} kind
	 * @param {number} n
	 * @param {number} at tells it from one with the same number before the list was emptied
	 */
	async open(kind, n, at) {
		const found = await this.ask('GET', `/${kind}/${n}`);
		if (found) this.opened[`${kind}-${n}-${at}`] = /** @type {Delivery} */ (found);
	}
}

document.addEventListener('alpine:init', () => {
	// @ts-expect-error Alpine is a script of its own that brings no types.
	globalThis.Alpine.data('page', () => new Page());
});
