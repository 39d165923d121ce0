'use strict';

// Loaded into n8n before n8n itself. When the program that started n8n is gone, however it ended,
// the channel to it closes: then n8n and its task runners (one process group) must go too.
process.once('disconnect', () => {
	try {
		if (process.platform === 'win32') process.exit(1);
		process.kill(-process.pid, 'SIGKILL');
	} catch {
		process.exit(1);
	}
});
// The channel must not keep n8n from ending by itself.
process.channel?.unref();
