'use strict';

// jest knows no time-out per project; the first test of a file loads n8n-core.
jest.setTimeout(30_000);
