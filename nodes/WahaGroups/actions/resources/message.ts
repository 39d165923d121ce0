import { sentMessage } from '../../waha/answers/message';
import { WahaError } from '../../waha/errors';
import { InputError } from '../../wording/inputError';
import { sendText, withMentions } from '../../waha/messages';
import { isBlankEntry } from '../../waha/phones/cells';
import { peopleIn } from '../../waha/phones/participant';
import { settle } from '../../waha/settle';
import type { Field } from '../../fields/fields';
import {
	AFTER_TRIGGER,
	choice,
	countryCode,
	groupId,
	participants,
	readPeople,
	readPerson,
	text,
	toggle,
	unset,
} from '../../fields/fields';
import type { Context, Resource } from '../framework/operation';
import { operation } from '../framework/operation';
import { item, raw, simplify } from '../framework/outputs';
import { fetchMembers, membersIn } from '../../waha/groupMembers';
import { tellUnreadable } from '../members/unreadable';

/** Beyond it WhatsApp cuts a text off. */
const LONGEST_TEXT = 65_536;

const IN_GROUPS = { sendTo: ['group'] };

const sendTo: Field<'group' | 'person'> = {
	...choice<'group' | 'person'>({
		displayName: 'Send To',
		description: 'Whether the message goes to a group or to one person',
		choices: [
			{ name: 'Group', value: 'group' },
			{ name: 'Person', value: 'person' },
		],
		default: 'group',
	}),
	place: 'first',
};

const mentions = participants({
	displayName: 'Mentions',
	description: 'Whom to mention',
	hint: `${AFTER_TRIGGER}. Anyone not already in the text as @number is added at the end.`,
	optional: true,
	shownFor: IN_GROUPS,
});

const person: Field<string> = {
	shownFor: { sendTo: ['person'] },
	property: {
		displayName: 'Person',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +49 170 1234567',
		description:
			'The phone number with country code, or the WhatsApp ID, of the person who gets the message',
	},
	needsOptions: true,
	read(value, options) {
		const entries = peopleIn(value).filter((entry) => !isBlankEntry(entry));
		const [id, ...others] =
			entries.length === 1 ? [readPerson(entries[0], options)] : readPeople(value, options);
		if (id === undefined)
			throw new InputError('No person was given', 'Enter a phone number, e.g. +49 170 1234567.');
		if (others.length === 0) return id;
		throw new InputError(
			`One message goes to one person, but ${others.length + 1} were given`,
			"Let each of them come in as an item of its own, e.g. by n8n's Split Out node.",
		);
	},
};

const mentionEveryone: Field<boolean> = {
	...toggle({
		displayName: 'Mention Everyone',
		description:
			'Whether all members of the group are notified as if each were mentioned. The text stays as it is.',
		default: false,
	}),
	shownFor: IN_GROUPS,
};

const replyTo = text({
	displayName: 'Reply To',
	description: 'The ID of the message that this one answers: the messageId of an earlier Send',
	placeholder: 'e.g. false_491701234567@c.us_3EB0ABCDEF0123456789',
	sort: 'code',
	optional: true,
});

// Without it, WAHA decides.
const linkPreview = unset(
	toggle({
		displayName: 'Link Preview',
		description: 'Whether a link in the text shows a picture and a title of what it leads to',
		default: true,
	}),
	undefined,
);

/** What mentions everyone: one word where the server is known to take it, else each member. Throws WahaError. */
async function everyone(
	context: Context,
	group: string,
	named: readonly string[],
): Promise<string[]> {
	const known = await settle(context.mentionsAll());
	// A key that may not read the session may read its groups all the same.
	if (!known.ok && !(known.error instanceof WahaError && known.error.kind === 'forbidden'))
		throw known.error;
	if (known.ok && known.value) return ['all'];
	const { members, unreadable } = membersIn(await fetchMembers(context, group));
	tellUnreadable(context, unreadable, 'member', group, 'mentioned');
	return [...new Set([...named, ...members.map(({ participantId }) => participantId)])];
}

export const messageResource: Resource = {
	name: 'Message',
	description: 'Send texts to groups and people',
	operations: {
		send: operation({
			name: 'Send',
			action: 'Send a text to a group or person',
			description:
				'Send a text to a group or a person, with mentions if you like. It is never sent twice, and this node cannot take it back.',
			effect: 'once',
			rowByRow: {
				by: 'chatId',
				hint: (count) =>
					`${count} messages went to the same chat, one for each input item. To mention all rows in one message, put n8n's Aggregate node before this one.`,
			},
			fields: {
				sendTo,
				groupId: { ...groupId, shownFor: IN_GROUPS },
				person,
				text: text({
					displayName: 'Text',
					description:
						'What to write, at most 65,536 characters. Between asterisks it is *bold*, between underscores _italic_.',
					placeholder: 'e.g. Welcome to the choir!',
					maxLength: LONGEST_TEXT,
					rows: 4,
				}),
				mentions,
				mentionEveryone,
				simplify,
			},
			options: { replyTo, linkPreview, countryCode },
			async run(context, input, { replyTo: answered, linkPreview: preview }) {
				const isGroup = input.sendTo === 'group';
				const chatId = isGroup ? input.groupId : input.person;
				const named = isGroup ? input.mentions : [];
				const mentioned =
					isGroup && input.mentionEveryone ? await everyone(context, chatId, named) : named;
				const reply = await context.send(
					sendText({
						chatId,
						text: withMentions(input.text, named),
						mentions: mentioned,
						replyTo: answered,
						linkPreview: preview,
					}),
				);
				return input.simplify ? item(sentMessage(reply, chatId)) : raw(reply);
			},
		}),
	},
};
