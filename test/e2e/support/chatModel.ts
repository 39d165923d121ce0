import Fastify from 'fastify';

/** What a chat model was sent, as far as the tests look at it. */
export interface ChatRequest {
	messages: Array<{ role: string; content: unknown }>;
	tools?: Array<{ function: { name: string; description: string; parameters: unknown } }>;
}

export interface ChatModel {
	/** Ends in `/v1`, as OpenAI's does. */
	url: string;
	requests: ChatRequest[];
	close(): Promise<void>;
}

/** A call of the tool of this name, or else of the first that is offered, with these arguments. */
function toolCall({ tools }: ChatRequest, args: unknown, tool?: string) {
	const name = tool ?? tools?.[0]?.function.name ?? 'no_tool_was_offered';
	return {
		role: 'assistant',
		content: null,
		tool_calls: [
			{ id: 'call_1', type: 'function', function: { name, arguments: JSON.stringify(args) } },
		],
	};
}

/**
 * A chat model that speaks OpenAI's protocol on loopback and follows a script: it first calls the tool with the
 * arguments given, then answers with what the tool returned. The tool is the first one offered unless it is named.
 */
export async function startChatModel(args: unknown, tool?: string): Promise<ChatModel> {
	const requests: ChatRequest[] = [];
	const app = Fastify();
	app.post<{ Body: ChatRequest }>('/v1/chat/completions', async ({ body }) => {
		requests.push(body);
		const returned = body.messages.find(({ role }) => role === 'tool');
		const message = returned
			? { role: 'assistant', content: `The tool said: ${JSON.stringify(returned.content)}` }
			: toolCall(body, args, tool);
		return {
			id: 'chatcmpl-1',
			object: 'chat.completion',
			created: 1_700_000_000,
			model: 'scripted',
			choices: [{ index: 0, finish_reason: returned ? 'stop' : 'tool_calls', message }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	});
	const address = await app.listen({ port: 0, host: '127.0.0.1' });
	return { url: `${address}/v1`, requests, close: async () => await app.close() };
}
