'use strict';

// jest knows no time-out per project; n8n tries a failing activation for 15 seconds.
jest.setTimeout(120_000);
