'use strict';

// jest knows no time-out per project; five processes of n8n share the machine with the tests.
jest.setTimeout(600_000);
