import fs from 'node:fs';
import path from 'node:path';

import { HOLE, messagesIn } from './messages';

const root = path.resolve(__dirname, '../../..');

/** Quotes around a hole are part of some values and not of others. */
const comparable = (text: string): string =>
	text.replaceAll(`"${HOLE}"`, HOLE).replace(/…+/g, HOLE);

/** The first cells of all tables that list messages. */
function messagesOfPage(page: string): string[] {
	const tables = page.split('\n\n').filter((block) => /^\| Message +\|/.test(block));
	return tables.flatMap((table) =>
		table
			.split('\n')
			.slice(2)
			.filter((row) => row.startsWith('|'))
			.map((row) => row.split('|')[1]?.trim() ?? ''),
	);
}

describe('docs/troubleshooting.md', () => {
	const page = fs.readFileSync(path.join(root, 'docs/troubleshooting.md'), 'utf8');
	const explained = messagesOfPage(page).map(comparable);
	const shown = [...new Set(messagesIn(path.join(root, 'nodes')).map(comparable))];

	it('finds the messages in the code', () => {
		// One of each way in which a message comes about.
		for (const message of [
			'No group was chosen',
			'WAHA did not accept the API key',
			'… is a group, not a person',
			'The engine … of session … cannot do this',
			'WhatsApp answered with code …',
			'this event was taken before',
			'Connected to WAHA …',
			'A group ID looks like 120363041234567890@g.us',
		]) {
			expect(shown).toContain(message);
		}
	});

	it('explains every message that the nodes can show', () => {
		expect(shown.filter((message) => !explained.includes(message))).toEqual([]);
	});

	it('explains no message that is gone', () => {
		expect(explained.filter((message) => !shown.includes(message))).toEqual([]);
	});

	it('explains each once', () => {
		expect(explained.filter((message, index) => explained.indexOf(message) !== index)).toEqual([]);
	});
});
