import type { TriggerPanelDefinition } from 'n8n-workflow';

const test =
	'<b>While you build the workflow</b>, click the button above and make one of the chosen events happen: the event shows up here.';

const runs =
	'every event that you chose starts it, and you find the runs in the <a data-key="executions">executions list</a>.';

/** What n8n shows beside the parameters of the live trigger while nothing has come in yet. */
export const livePanel: TriggerPanelDefinition = {
	header: 'Listen to your WhatsApp groups',
	executionsHelp: {
		inactive: `${test}<br /><br /><b>When it is ready</b>, publish it. Then ${runs}`,
		active: `${test}<br /><br /><b>This workflow is published</b>: ${runs}`,
	},
	activationHint: 'When the workflow is ready, publish it: then it starts by itself.',
};
