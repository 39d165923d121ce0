// Installs the n8n that the tests run in, where it is missing, and prints its folder.
import { messageOf } from './errors';
import { ensureN8n } from './install';

ensureN8n(console.error).then(
	({ folder }) => console.log(folder),
	(error: unknown) => {
		console.error(messageOf(error));
		process.exitCode = 1;
	},
);
