'use strict';

// n8n prints every error of a node, and these tests make many on purpose.
process.env.N8N_LOG_LEVEL ??= 'silent';

// n8n-core's isolate for expressions (isolated-vm 7) does not compile on Node 20; the engine that
// n8n has used until then does the same for what the tests ask.
process.env.N8N_EXPRESSION_ENGINE ??= 'legacy';
