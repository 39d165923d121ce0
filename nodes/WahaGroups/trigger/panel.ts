import type { INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';

/**
 * What the canvas shows under the node: the chosen events by their names, and of how many groups where some are chosen;
 * of those n8n stores ids only. In: the built parameters, which know these names: n8n's start would load all parsers
 * with the catalogue.
 */
export function eventsSubtitle(properties: readonly INodeProperties[]): string {
	const choices = properties.find(({ name }) => name === 'events')?.options ?? [];
	const names = Object.fromEntries(
		choices.flatMap((option) => ('value' in option ? [[option.value, option.name]] : [])),
	);
	const events = `[].concat($parameter["events"]).map((event) => (${JSON.stringify(names)})[event]).join(", ").toLowerCase()`;
	// By an expression, nobody knows yet how many.
	const groups =
		'((chosen) => !Array.isArray(chosen) || chosen.length === 0 ? "" : chosen.length === 1 ? ", in 1 group" : ", in " + chosen.length + " groups")($parameter["filters"]?.groups)';
	return `={{ ${events} + ${groups} }}`;
}

const runs =
	'every event that you chose starts it, and you find the runs in the <a data-key="executions">executions list</a>.';

/** What n8n shows beside the parameters while nothing has come in yet. In: what a test does besides, in a sentence of its own. */
export function panelOf(besides = ''): TriggerPanelDefinition {
	const test = `<b>While you build the workflow</b>, click the button above and make one of the chosen events happen: the event shows up here.${besides}`;
	return {
		header: 'Listen to your WhatsApp groups',
		executionsHelp: {
			inactive: `${test}<br /><br /><b>When it is ready</b>, publish it. Then ${runs}`,
			active: `${test}<br /><br /><b>This workflow is published</b>: ${runs}`,
		},
		activationHint: 'When the workflow is ready, publish it: then it starts by itself.',
	};
}

export const triggerPanel = panelOf(
	' WAHA restarts the session when the test begins and when it ends, so WhatsApp is offline for some seconds. With manual registration, WAHA needs the test URL for this.',
);
