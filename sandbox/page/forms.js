// @ts-check
import { digitsOf, FAULT_NUMBERS } from './words.js';

/** @typedef {import('../server/control-view').View} View */
/** @typedef {import('../server/control-groups').GroupState} GroupState */
/** @typedef {GroupState['members'][number]} Member */

/** So many members are listed. */
const SHOWN = 200;
const FIRST_FREE = 4915400005001;

/** The buttons and forms: each calls the control API and tells what came of it. */
export class GroupForms {
	/** @type {View | null} */
	view = null;
	groupId = '';
	/** What the last button did, or why it did not. */
	notice = '';
	failed = false;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	fading;
	/** Typed into, or suggested. */
	phone = '';
	suggested = '';
	newGroup = { open: false, subject: '', members: '', founder: 'account' };
	details = { open: false, subject: '', description: '' };
	fault = { kind: '429', path: '', times: '1', number: '', effect: false };

	/**
	 * Calls the control API; null where it said no.
	 * @param {string} method
	 * @param {string} path under /sandbox
	 * @param {object} [body]
	 * @returns {Promise<unknown>}
	 */
	async ask(method, path, body) {
		try {
			const answer = await fetch(`/sandbox${path}`, {
				method,
				headers: { 'Content-Type': 'application/json' },
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
			});
			const result = await answer.json();
			if (!answer.ok) throw new Error(result.error);
			return result;
		} catch (error) {
			this.say(error instanceof Error ? error.message : String(error), true);
			return null;
		}
	}

	/**
	 * @param {string} text
	 * @param {boolean} [failed]
	 */
	say(text, failed = false) {
		this.notice = text;
		this.failed = failed;
		clearTimeout(this.fading);
		// What went wrong stays until the next try.
		if (!failed) this.fading = setTimeout(() => (this.notice = ''), 4000);
	}

	/** @returns {Promise<void>} */
	async refresh() {}

	/**
	 * Does something and shows what came of it.
	 * @param {string} done
	 * @param {string} method
	 * @param {string} path
	 * @param {object} [body]
	 */
	async act(done, method, path, body) {
		const result = await this.ask(method, path, body);
		if (result === null) return null;
		this.say(done);
		await this.refresh();
		return result;
	}

	/**
	 * Follows what is shown: the group that the server chose, and a number that is still free.
	 * @param {GroupState | null} group
	 */
	keepUp(group) {
		this.groupId = group?.id ?? '';
		const members = new Set(group?.members.map(({ phone }) => phone).concat(group.requests));
		// What somebody types is left alone.
		if (this.phone !== this.suggested && this.phone !== '') return;
		if (this.phone !== '' && !members.has(digitsOf(this.phone) ?? '')) return;
		let free = FIRST_FREE;
		while (members.has(String(free))) free += 1;
		this.suggested = this.phone = `+${free}`;
	}

	get group() {
		return this.view?.group ?? null;
	}

	get path() {
		return `/groups/${encodeURIComponent(this.groupId)}`;
	}

	get members() {
		return this.group?.members.slice(0, SHOWN) ?? [];
	}

	/** @param {string} phone */
	accountOf(phone) {
		return this.view?.sessions.find((session) => session.phone === phone)?.name ?? null;
	}

	/** The working sessions whose account is not in the group. */
	get absentAccounts() {
		const inside = new Set(this.group?.members.map(({ phone }) => phone));
		return (this.view?.sessions ?? []).filter(
			({ phone, status }) => status === 'WORKING' && !inside.has(phone),
		);
	}

	/**
	 * Somebody who may add and remove others, rather no account: its own doings can be filtered out.
	 * @param {string} phone
	 */
	adminBesides(phone) {
		const admins = (this.group?.members ?? []).filter(
			(one) => one.role !== 'participant' && one.phone !== phone,
		);
		return (admins.find((one) => this.accountOf(one.phone) === null) ?? admins[0])?.phone;
	}

	/**
	 * Members come, go, rise and fall.
	 * @param {'join' | 'leave' | 'promote' | 'demote'} kind
	 * @param {string} phone
	 * @param {boolean} [byAdmin]
	 */
	async move(kind, phone, byAdmin = false) {
		const author = byAdmin ? this.adminBesides(phone) : undefined;
		if (byAdmin && author === undefined) return this.say('There is no admin who could.', true);
		const words = {
			join: byAdmin ? 'was added' : 'joined',
			leave: byAdmin ? 'was removed' : 'left',
			promote: 'is an admin now',
			demote: 'is no admin any more',
		};
		const body = { participants: [phone], ...(author === undefined ? {} : { author }) };
		await this.act(`+${phone} ${words[kind]}.`, 'POST', `${this.path}/${kind}`, body);
	}

	/** @param {boolean} byAdmin */
	async join(byAdmin) {
		const phone = digitsOf(this.phone);
		if (phone === null) {
			return this.say('That is not a phone number: give country code and number, +49 170 …', true);
		}
		if (this.group?.members.some((member) => member.phone === phone)) {
			return this.say(`+${phone} is in the group already.`, true);
		}
		this.suggested = this.phone;
		if (byAdmin || !this.group?.newMembersApprovalRequired) {
			return void (await this.move('join', phone, byAdmin));
		}
		if (this.group.requests.includes(phone)) return this.say(`+${phone} has asked already.`, true);
		await this.decide('request', phone);
	}

	/**
	 * Somebody asks to come in, takes it back, is let in or turned away.
	 * @param {'request' | 'approve-request' | 'reject-request' | 'revoke-request'} what
	 * @param {string} phone
	 */
	async decide(what, phone) {
		const author = what === 'approve-request' ? this.adminBesides(phone) : undefined;
		const words = {
			request: 'asks to join',
			'approve-request': 'was let in',
			'reject-request': 'was turned away',
			'revoke-request': 'asks no more',
		};
		const body = { participants: [phone], ...(author === undefined ? {} : { author }) };
		await this.act(`+${phone} ${words[what]}.`, 'POST', `${this.path}/${what}`, body);
	}

	/**
	 * Copies an id; pages of other machines without https may not, so the text is marked there.
	 * @param {string} text
	 * @param {HTMLElement} shown
	 */
	async copy(text, shown) {
		try {
			await navigator.clipboard.writeText(text);
			this.say(`Copied: ${text}`);
		} catch {
			getSelection()?.selectAllChildren(shown);
			this.say('Your browser does not let this page copy. It is marked: press Ctrl+C.', true);
		}
	}

	/**
	 * @param {object} changed
	 * @param {string} done
	 */
	async update(changed, done) {
		return await this.act(done, 'POST', `${this.path}/update`, changed);
	}

	editDetails() {
		const { subject = '', description = '' } = this.group ?? {};
		this.details = { open: true, subject, description };
	}

	async saveDetails() {
		const { subject, description } = this.details;
		if (await this.update({ subject, description }, 'Saved.')) this.details.open = false;
	}

	async createGroup() {
		const { subject, members, founder } = this.newGroup;
		const names = members.split(/[,;\n]/).filter((name) => name.trim() !== '');
		const phones = names.map(digitsOf);
		const wrong = names[phones.indexOf(null)];
		if (wrong !== undefined) return this.say(`“${wrong.trim()}” is not a phone number.`, true);
		const owner = founder === 'account' ? 'default' : founder;
		const made = /** @type {GroupState | null} */ (
			await this.ask('POST', '/groups', { subject, owner, members: phones })
		);
		if (!made) return;
		this.groupId = made.id;
		this.newGroup = { open: false, subject: '', members: '', founder: 'account' };
		if (owner === 'default') return void (await this.act('The group is there.', 'GET', ''));
		const wish = { groupId: made.id, author: owner };
		await this.act('You were added to a new group.', 'POST', '/sessions/default/join', wish);
	}

	get faultNumber() {
		return FAULT_NUMBERS[this.fault.kind] ?? null;
	}

	async addFault() {
		const { kind, path, times, number, effect } = this.fault;
		const more = this.faultNumber;
		await this.act('It goes wrong from now on.', 'POST', '/faults', {
			kind,
			effect,
			...(path === '' ? {} : { path }),
			...(times === '' ? {} : { times: Number(times) }),
			...(more ? { [more.field]: number === '' ? more.value : Number(number) } : {}),
		});
	}
}
