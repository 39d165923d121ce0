import { actionTests } from './parts/action';
import { liveTests } from './parts/live';
import { pickerTests } from './parts/pickers';
import { webhookTests } from './parts/webhooks';
import { type QueueStage, openQueueStage } from './support';

let opened: QueueStage | undefined;

beforeAll(async () => {
	opened = await openQueueStage();
}, 900_000);
afterAll(async () => await opened?.close());

function stage(): QueueStage {
	if (opened === undefined) throw new Error('n8n did not start');
	return opened;
}

describe('the pickers', () => pickerTests(stage));
describe('the action node', () => actionTests(stage));
describe('the trigger', () => webhookTests(stage));
describe('the live trigger', () => liveTests(stage));
