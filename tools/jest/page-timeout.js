'use strict';

// jest knows no time-out per project; a browser starts before the first test.
jest.setTimeout(60_000);
