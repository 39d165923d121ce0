import { actionTests } from './parts/action';
import { liveTests } from './parts/live';
import { pickerTests } from './parts/pickers';
import { webhookTests } from './parts/webhooks';
import { type QueueStage, openQueueStage } from './support';

let opened: QueueStage;

beforeAll(async () => {
	opened = await openQueueStage();
});
afterAll(async () => await opened.close());

const stage = (): QueueStage => opened;

describe('the pickers', () => pickerTests(stage));
describe('the action node', () => actionTests(stage));
describe('the trigger', () => webhookTests(stage));
describe('the live trigger', () => liveTests(stage));
