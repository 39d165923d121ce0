import { variants } from './action';
import type { Results } from './results';
import { pickerGroups } from './pickers';
import { overFloor } from './rounds';
import { engines, triggers as triggerNames } from './trigger';
import { fullGroup } from './growth/taking';
import { tolerance } from './growth/curve';
import {
	actionTable,
	growthTable,
	liveTable,
	loadTable,
	overloadTable,
	pickerTable,
	targetTable,
	refusalTable,
	triggerTable,
} from './tables';

const heading = `# Speed and memory

<!-- Made by \`npm run bench\` from one run of it. Changes by hand are overwritten. -->
`;

function measuredOn({ machine }: Results): string {
	return `Measured on ${machine.date} in one run of \`npm run bench\`: one real n8n ${machine.n8n} on Node ${machine.node} with SQLite, ${machine.cores} cores, this package installed from its tarball, and beside it a small package of the benchmark's own (\`test/bench/nodes\`) that holds the floors. The sandbox runs in a process of its own. Each number is the median of the rounds (three; nine where a node runs beside a floor), and every round begins with another variant. Other programs ran on the machine at the same time, so compare numbers within a table and not with those of another machine; the processor time of n8n suffers least from them. Stalls of the whole machine hit single rounds of any variant, floors included.`;
}

const actionText = `## The action node

*Group › Set Subject* for every item, over 300 groups, each request answered after 20 ms. The fields hold two expressions (\`{{ $json.groupId }}\`, \`{{ $json.subject }}\`), as they do in real workflows.

- **Floor in n8n**: a node that does nothing but loop n8n's \`httpRequestWithAuthentication\` over the items; it reads them directly, without expressions. Its second kind has n8n evaluate, for each item, the same computing expressions that ours holds, one of them in a resource locator.
- **Expressions that compute**: \`{{ $json.groupId.trim() }}\` and the like in place of plain fields.
- **Seconds**: the node's own execution time, as n8n stores it. **× floor**: over the floor with the same number at once.
- **CPU of n8n**: processor time of n8n's main process during the run.
- **/healthz blocked**: the longest answer to n8n's health check, asked every 10 ms all the while: so long did n8n do nothing else.
- **Memory during, after**: growth of n8n's memory (resident set) over what it was before: at most while it ran, and afterwards. Before and after, garbage is collected first.

One at a time is measured up to 1,000 items only: 3,000 take longer than a minute and tell nothing new.`;

const overloadText = `## A server that has had enough

300 items, one for each group. *Changes made*: requests that the server carried out. *Most often one change*: how often the same change was carried out at most.`;

const overloadAfter = `A refused request is repeated, and while the server refuses, the node sends fewer at once. The HTTP Request node ends with an error and without any items, although most of the changes were made; n8n's *Retry On Fail* would then send all of them again.`;

const loadText = `## Loading

n8n loads community packages whole at every start. All node files on top of n8n-core, each time in a fresh process; heap after collection of garbage. The descriptions are what the editor fetches.`;

const pickerText = `## The lists of the editor

Groups and sessions as the editor asks n8n for them, with ${pickerGroups.toLocaleString('en')} groups on the server. *Of it the sandbox*: from the request's arrival there to the end of its answer. The floor is a list of a bare node that sends one request and shows nothing: what n8n itself takes, most of it for the credential. A page has 100 groups. WAHA does not search, so a search asks for all groups, without their members; servers before 2025.2 send the members all the same, and those before 2024.12 always send all groups.`;

const triggerText = `## The trigger

In each round 1,000 signed events with the legacy engine and 300 with n8n's default one, which is that much slower; 20 at once; the next one follows an answer. Nine rounds; the targets above compare within each round, because n8n gets faster over the first thousands of deliveries, and tell the median. Time to answer in milliseconds: for half of them (p50), for 99 of 100 (p99). The empty trigger takes whatever comes, checks nothing and starts the workflow: nothing that a community trigger could undercut. A second one also has n8n write 16 kB to its database with each event, as ours does on purpose (below), and has the same fields, which n8n reads for each start whatever a node does with them: the targets compare with that one. *CPU of n8n* includes the executions that were started. The workflows hold nothing but the trigger.`;

const triggerAfter = `With n8n's own engine for expressions, n8n's work for each start hides everything else. With the legacy engine that work is gone, and what the trigger adds shows: one to two milliseconds of n8n's processor time for each.

Most of that is one write to n8n's database before WAHA gets its answer, so that no event starts twice after a restart ([what that means](trigger.md#each-event-once)). In six rounds of 1,000 with the legacy engine and no third trigger beside them, the trigger reached 0.74 of the empty trigger's rate as it is, 0.76 when it stored 100 events instead of 2,000, and 0.88 when it stored none: the write costs, not its size. The rest is n8n's, which builds the workflow three times for each start with all fields of its nodes (0.2 ms by a profile) and asks its database whether the credential may be used (0.1 ms), and the trigger's own work (signature, parsing, filters, deduplication: 0.2 ms). That is why the table has an empty trigger with the same fields and a credential that does nothing but have n8n write: what it leaves is our own.

In the first round of each engine, the trigger also asks WAHA for the names of all 300 groups. A name that it knows costs nothing for an hour.`;

const refusalText = `### Refusing

The same number of deliveries, each with a wrong signature, to our trigger and to one that answers 401 without a look. Both have a credential, the right to which n8n checks before. Refusing starts nothing and writes nothing to the database.`;

const liveText = `## The live trigger

Events of one session, all in one group and each with an id of its own: so many at once, and then single ones with a pause after each (100 ms with the legacy engine, 120 ms with n8n's default). Nine rounds. The sandbox sends them over its WebSocket to the WAHA Groups Live Trigger and to an empty live trigger of the benchmark's own package, and as webhooks to the WAHA Groups Trigger, each in a workflow that holds nothing else. The empty one starts the workflow with whatever comes, five executions at once as ours, and does nothing else: it has a credential, the right to which n8n checks, but does not look for doubles, filters nothing and asks for no name of a group. WAHA does not wait for an answer before it sends the next event, so the webhook trigger has all of them at once.

- **Starts a second**: of those at once, from the sending of the first event to the start of the last execution, as n8n stores it.
- **One by one**: from the sending of an event to the start of its execution.
- **Memory during**: growth of n8n's memory (resident set) at most while those at once are worked off. Before, garbage is collected.
- **Started exactly once**: events of all rounds that started one execution and no second one.`;

const growthText = `## Growth

The same with more and more numbers, groups or triggers: three sizes, the largest as large as it gets. Each is about four times the one before; of Sync they are 128, 512 and 1,024, because processor time is counted in steps that 64 numbers hardly fill, and where a trigger catches up 5, 25 and 50, because n8n idles most of the time there, and a tenth of a second more or less of the two small ones would count four times. n8n runs with the legacy engine for expressions here; with the other one each of 200 executions at once takes n8n some 18 MB.

- **Sync** brings a group into line with a list of as many numbers as the group has members, one item for each number: nobody new, half of them, or all of them, with *Remove Others* on and ten in a request, as by default. (The sandbox lets the group grow beyond ${fullGroup.toLocaleString('en')} here, because Sync adds before it removes.)
- **Get Many** lists the members of groups of ${fullGroup.toLocaleString('en')}, one item for each group.
- **Groups in …** are the lists of the editor. One page of WAHA Groups has 100 groups; the triggers show all of them.
- **The first look** is the publishing of a live trigger that is to catch up with full groups, until it remembers who is in them. **Catching up**: while the server is away, somebody leaves each of the groups, or joins it; from the look at the groups until the last execution has ended. Some twenty seconds of it are two pauses: the groups were remembered right before, so for 20 seconds a list may be older than what is remembered, and three seconds later a second look has to show the same.
- **Activating**: that many triggers on one session, one after the other, each counted with the middle one's time. **One event**: all of them hear it; from its sending to the end of the last execution.
- **Seconds** and **CPU of n8n** are those of the fastest round, because other programs only ever make a round slower. Sync and Get Many: the node's own execution time, that of Sync without what the sandbox took for its requests. Lists: one opening, the median of five in a row.
- **Memory** is the growth of n8n's memory (resident set) at most while it ran, in the round with the most; for active triggers, what n8n's heap holds more after a collection of garbage. **Stored** is what n8n's database keeps for the trigger.
- **× line** holds the largest size against a straight line through the two before it: 1.00 where each one more costs as much as before, however much there is to pay once; nearly 4 where everything is compared with everything (nearly 2 for 128, 512 and 1,024 and for 5, 25 and 50). More than ${tolerance.toFixed(2)} counts as growing faster than the input. Differences of less than half a second, three tenths of a second of CPU or 32 MB are not looked at.`;

const targetsAfter =
	'The targets over a floor of the triggers compare round by round: half of the rounds lie within ± of the median. Such a target is missed where nothing within ± meets it, because the floors alone differ by more than a tenth from round to round.';

/** What the write costs, which is in no target because it is there on purpose. */
function besideEmpty({ triggers }: Results): string[] {
	return Object.values(engines).flatMap((engine) => {
		const of = (name: string) =>
			triggers.find((one) => one.engine === engine && one.variant === name);
		const [ours, empty] = [of(triggerNames.ours), of(triggerNames.empty)];
		if (ours === undefined || empty === undefined) return [];
		const rate = overFloor(ours.rounds, empty.rounds, 'perSecond').middle.toFixed(2);
		const late = overFloor(ours.rounds, empty.rounds, 'p99').middle.toFixed(2);
		return [
			`Against the empty trigger that writes nothing, ours came to ${rate} of its rate and ${late} of its p99 (expression engine: ${engine}).`,
		];
	});
}

const advice = `## What to set

- **Busy groups: \`N8N_EXPRESSION_ENGINE=legacy\`** in n8n's environment. For every start of a community trigger, n8n 2.41 makes an isolated JavaScript machine, whatever the trigger does. The older engine for expressions needs none; the second half of the table above shows the difference. It separates expressions less strictly from n8n's process: use it where you trust all who may edit workflows.
- **Many items: *Max Parallel Requests*** under *Options*. One at a time is the default for changes because WhatsApp blocks accounts that change too much too fast. Ten at once are several times as fast where the server, and WhatsApp, allow it.
- **Fixed values and plain fields cost nothing, expressions that compute do.** A field without an expression is read once for a run, and \`{{ $json.name }}\` is a mere look. Everything else is evaluated by n8n once for each item. For thousands of items, compute in a node before (*Edit Fields*, *Code*) or fetch the value as a field.
- **Long runs: *On Error › Continue*** under *Settings* keeps the output of what worked.

## Measuring again

\`\`\`sh
npm run bench                          # everything, about 50 minutes; writes this page, fails where a target is missed
npm run bench -- --quick               # does it run at all? 100 items, one round, writes nothing
npm run bench -- --parts load,action   # some parts; does not write this page
npm run bench -- --parts growth        # what 1,024 numbers, 5,000 groups and 200 triggers take; below 8 minutes
BENCH_N8N_NODE_OPTIONS=--cpu-prof npm run bench -- --parts action --items 1000
\`\`\`
`;

const limits = `### Where the time goes

A profile of n8n's main process (\`--cpu-prof\`, 4,000 items, ten at once, expressions that compute) shows what is n8n's and what is the node's. Of ours, 7.6 s went into n8n's evaluation of the two expressions (\`getNodeParameter\` → \`isolated-vm-bridge.execute\`, close to a millisecond for each); of the floor that evaluates the same, 7.2 s. Sending took 1.4 s in both (\`httpRequestWithAuthentication\`), as long as the credential's decryption and the new connection take. The node's own code, from the parameter to the result, is not among the first 60 entries.

So the node has n8n evaluate as little as can be: what does not change from item to item (session, options, fields without an expression) once for a run; and where an expression is nothing but a field of the item, such as \`{{ $json.groupId }}\`, the node looks it up itself, provided that n8n gave the same for the first item. Expressions that compute are evaluated by n8n for every item; they are the limit there, and it is n8n's. What is left is n8n's request helper: for every request it reads and decrypts the credential and opens a new connection.`;

/** Why the HTTP Request node cannot be left behind by as much as was asked for, where that is so. */
function nearFloor({ actions }: Results): string[] {
	return [...new Set(actions.map(({ items }) => items))].flatMap((count) => {
		const seconds = (name: string): number =>
			actions.find(({ items, variant }) => items === count && variant === name)?.seconds ?? NaN;
		const [http, floor] = [seconds(variants.http), seconds(variants.floor10)];
		if (count < 1000 || http / floor >= 1.45) return [];
		return `With ${count.toLocaleString('en')} items the HTTP Request node, which does not wait for one request before it starts the next, took ${(http / floor).toFixed(2)} of the floor's time: 1.45 times as fast would be faster than the floor.`;
	});
}

function liveParts(results: Results): string[] {
	return results.live === undefined ? [] : [liveText, liveTable(results)];
}

function growthParts(results: Results): string[] {
	return results.growth === undefined ? [] : [growthText, growthTable(results)];
}

/** The page for docs/. */
export function report(results: Results): string {
	const parts = [
		heading.trimEnd(),
		measuredOn(results),
		'## Targets',
		targetTable(results),
		targetsAfter,
		actionText,
		actionTable(results.actions),
		...nearFloor(results),
		limits,
		overloadText,
		overloadTable(results),
		overloadAfter,
		loadText,
		loadTable(results),
		pickerText,
		pickerTable(results),
		triggerText,
		triggerTable(results),
		...besideEmpty(results),
		triggerAfter,
		refusalText,
		refusalTable(results),
		...liveParts(results),
		...growthParts(results),
		advice.trimEnd(),
	];
	return `${parts.join('\n\n')}\n`;
}
