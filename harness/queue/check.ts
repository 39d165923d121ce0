import { missingServers } from './index';

// Called before the tests: prints what n8n's queue mode lacks on this machine, nothing where it lacks nothing.
const missing = missingServers();
if (missing.length > 0) console.log(missing.join('; '));
