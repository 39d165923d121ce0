'use strict';

// jest knows no time-out per project; n8n tries a failing activation for 15 seconds, and other suites run at the same time.
jest.setTimeout(300_000);
