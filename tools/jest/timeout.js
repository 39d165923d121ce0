'use strict';

// jest knows no time-out per project; other suites run at the same time, and the first engine test of a file loads n8n-core.
jest.setTimeout(30_000);
