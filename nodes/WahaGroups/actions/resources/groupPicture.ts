import type { IBinaryData } from 'n8n-workflow';

import { InputError } from '../../wording/inputError';
import { quote } from '../../waha/input/ids';
import type { Reply } from '../../waha/http/reply';
import { garbled, jsonOf, objectOf } from '../../waha/http/reply';
import { SINCE } from '../../waha/versions';
import { isRecord } from '../../waha/json';
import type { Field } from '../../fields/fields';
import { choice, groupId, text, toggle } from '../../fields/fields';
import type { BinaryFile, BinaryReference, Context, Operation } from '../framework/operation';
import { LAST_STANDS } from '../framework/hints';
import { operation } from '../framework/operation';
import { outcome } from '../framework/outputs';
import { groupPath } from '../../waha/paths';

const pictureSource = choice({
	displayName: 'Picture Source',
	description: 'Where the picture comes from',
	choices: [
		{ name: 'Binary File', value: 'binary', description: 'A file from the previous node' },
		{ name: 'URL', value: 'url', description: 'An address from which WAHA downloads it' },
	],
	default: 'url',
});

const pictureUrl = text({
	displayName: 'Picture URL',
	description:
		'Where WAHA downloads the picture, a JPEG or PNG; the address must be reachable for the WAHA server',
	placeholder: 'e.g. https://example.com/choir.jpg',
	sort: 'code',
	shownFor: { pictureSource: ['url'] },
});

const binaryPropertyName: Field<BinaryReference> = {
	...text({
		displayName: 'Input Binary Field',
		description: 'The name of the input field that contains the picture',
		placeholder: 'e.g. data',
		initial: 'data',
		shownFor: { pictureSource: ['binary'] },
	}),
	read(value) {
		// `{{ $binary.data }}` gives the file itself, which n8n takes as well as its name.
		if (isBinaryData(value)) return value;
		return typeof value === 'string' && value.trim() !== '' ? value.trim() : 'data';
	},
};

function isBinaryData(value: unknown): value is IBinaryData {
	return isRecord(value) && typeof value.mimeType === 'string' && typeof value.data === 'string';
}

function checkUrl(url: string): string {
	if (/^https?:\/\/\S+$/i.test(url) && URL.canParse(url)) return url;
	throw new InputError(
		`${quote(url)} is not the address of a picture`,
		'Use one that starts with https://, e.g. https://example.com/choir.jpg.',
	);
}

const PICTURE_ADVICE = 'Use a JPEG or PNG file.';

async function fileOf(context: Context, reference: BinaryReference): Promise<BinaryFile> {
	const file = await context.binary(reference);
	const name = quote(typeof reference === 'string' ? reference : file.filename);
	if (file.data === '') throw new InputError(`The file in ${name} is empty`, PICTURE_ADVICE);
	if (/^image\//i.test(file.mimetype)) return file;
	throw new InputError(`The file in ${name} is not a picture but ${file.mimetype}`, PICTURE_ADVICE);
}

/** The address in a reply; null where there is no picture. Throws WahaError where the reply does not tell. */
function addressIn(reply: Reply): string | null {
	// Some servers send nothing at all where there is no picture.
	if (reply.text.trim() === '' || jsonOf(reply) === null) return null;
	const body = objectOf(reply);
	const { url } = body;
	if (typeof url === 'string') return url === '' ? null : url;
	// An undefined address is left out of JSON.
	const isNone = url === null || Object.keys(body).length === 0;
	if (!isNone) throw garbled(reply, 'pictureUrl');
	return null;
}

/** The operations on the picture of a group. */
export const pictureOperations = {
	getPicture: operation({
		name: 'Get Picture',
		action: 'Get the picture of a group',
		description: 'Get the address of the picture of a group; empty where it has none',
		effect: 'none',
		fields: { groupId },
		options: {
			refresh: toggle({
				displayName: 'Refresh',
				description:
					'Whether to ask WhatsApp again instead of using what WAHA remembers. Asking often brings rate limits.',
				default: false,
			}),
		},
		request: ({ groupId: id }, { refresh }) => ({
			method: 'GET',
			path: groupPath(id, 'picture'),
			since: SINCE.countAndPictures,
			query: { refresh: refresh ? true : undefined },
		}),
		output: (reply, { groupId: id }) => ({ groupId: id, pictureUrl: addressIn(reply) }),
	}),

	setPicture: operation({
		name: 'Set Picture',
		action: 'Set the picture of a group',
		description: 'Change the picture of a group, from a URL or from a file of the previous node',
		effect: 'repeatable',
		rowByRow: LAST_STANDS,
		fields: { groupId, pictureSource, pictureUrl, binaryPropertyName },
		async run(context, input) {
			const fromUrl = input.pictureSource === 'url';
			const file = fromUrl
				? { url: checkUrl(input.pictureUrl) }
				: await fileOf(context, input.binaryPropertyName);
			const reply = await context.send({
				method: 'PUT',
				path: groupPath(input.groupId, 'picture'),
				since: SINCE.countAndPictures,
				body: { file },
				effect: 'repeatable',
			});
			return outcome(reply, {
				groupId: input.groupId,
				...(fromUrl && { pictureUrl: input.pictureUrl }),
			});
		},
	}),

	deletePicture: operation({
		name: 'Delete Picture',
		action: 'Delete the picture of a group',
		description: 'Remove the picture of a group. WhatsApp does not keep the old one.',
		effect: 'repeatable',
		fields: { groupId },
		request: ({ groupId: id }) => ({
			method: 'DELETE',
			path: groupPath(id, 'picture'),
			since: SINCE.countAndPictures,
		}),
		output: (reply, { groupId: id }) => outcome(reply, { groupId: id }),
	}),
} satisfies Record<string, Operation>;
