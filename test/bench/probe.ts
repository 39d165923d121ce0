import http from 'node:http';

// A process of its own: whatever else the benchmark does must not look like n8n being blocked.
const url = new URL(process.argv[2] ?? '');
const agent = new http.Agent({ keepAlive: true });
const betweenMs = 10;
let longest = 0;
let count = 0;

function ask(): void {
	const start = performance.now();
	const next = (): void => {
		longest = Math.max(longest, performance.now() - start);
		count += 1;
		setTimeout(ask, betweenMs);
	};
	http
		.get(url, { agent }, (response) => {
			response.resume();
			response.once('end', next);
		})
		.once('error', next);
}

process.once('message', () => {
	process.send?.({ longest, count }, () => process.exit(0));
});
process.once('disconnect', () => process.exit(0));
process.send?.({ ready: true });
ask();
