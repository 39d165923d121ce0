import fc from 'fast-check';

import { startSandbox } from '../../sandbox';
import { byId } from './operations/case';
import { runNode } from './support/run';

/** People whom WhatsApp knows under two numbers each, and others. */
const PEOPLE = [
	['5491123456701', '541123456701'],
	['5511987654321', '551187654321'],
	['525512345678', '5215512345678'],
	...Array.from({ length: 12 }, (_, at) => [`49155000010${10 + at}`]),
];
const MOST = PEOPLE.length - 1;

/** One person in one of the forms in which tables have it. */
const cell = (person: fc.Arbitrary<number>) =>
	fc
		.tuple(person, fc.nat(), fc.constantFrom('plain', 'plus', 'id', 'spaces'))
		.map(([at, form, style]) => {
			const forms = PEOPLE[at] ?? [];
			const phone = forms[form % forms.length] ?? '';
			if (style === 'plus') return `+${phone}`;
			if (style === 'id') return `${phone}@c.us`;
			return style === 'spaces' ? ` ${phone.slice(0, 4)} ${phone.slice(4)} ` : phone;
		});
const people = fc.uniqueArray(fc.nat(MOST), { maxLength: 10 });
const row = fc.record({
	group: fc.nat(1),
	phone: fc.oneof(
		{ weight: 5, arbitrary: cell(fc.nat(MOST)) },
		{ weight: 1, arbitrary: fc.constantFrom('', ' ', null) },
		{
			weight: 1,
			arbitrary: fc.array(cell(fc.nat(MOST)), { maxLength: 3 }).map((all) => all.join()),
		},
	),
});
const scenario = fc.record({
	groups: fc.tuple(people, people),
	form: fc.nat(1),
	rows: fc.array(row, { minLength: 1, maxLength: 12 }),
	admins: people,
	hidden: fc.oneof(fc.constant([]), people),
	keepAdmins: fc.boolean(),
	addMissing: fc.boolean(),
	engine: fc.constantFrom('WEBJS', 'WPP', 'NOWEB', 'GOWS'),
	own: fc.boolean(),
});

const personOf = (phone: string): number => PEOPLE.findIndex((forms) => forms.includes(phone));
const peopleIn = (value: string | null): number[] =>
	(value ?? '')
		.split(',')
		.map((one) => one.replace(/\D/g, ''))
		.filter((digits) => digits !== '')
		.map(personOf);

it('whatever the table and the group: nobody on a row is removed, nor the account; the group ends equal to the list', async () => {
	await fc.assert(
		fc.asyncProperty(scenario, async (one) => {
			const sandbox = await startSandbox({ webjsAddMs: 0, engine: one.engine });
			try {
				const { world } = sandbox;
				const formOf = (at: number): string => PEOPLE[at]?.[one.form] ?? PEOPLE[at]?.[0] ?? '';
				for (const at of one.hidden) world.setPerson(formOf(at), { hidden: true });
				const ids = one.groups.map((members) =>
					world.addGroup({
						members: members.map((at) => ({
							id: formOf(at),
							role: one.admins.includes(at) ? 'admin' : 'participant',
						})),
					}),
				);
				const own = world.session('default').account.phone;
				const rows = one.rows.map(({ group, phone }) => ({ group: ids[group] ?? '', phone }));
				if (one.own) rows.push({ group: ids[0] ?? '', phone: own });
				const { items } = await runNode({
					server: sandbox,
					parameters: {
						resource: 'participants',
						operation: 'sync',
						groupId: byId('={{ $json.group }}'),
						participants: '={{ $json.phone }}',
						removeOthers: true,
						keepAdmins: one.keepAdmins,
						addMissing: one.addMissing,
					},
					items: rows,
					settings: { onError: 'continueRegularOutput' },
				});
				for (const [at, id] of ids.entries()) {
					const before = one.groups[at] ?? [];
					const listed = rows
						.filter(({ group }) => group === id)
						.flatMap(({ phone }) => peopleIn(phone))
						.filter((person) => person >= 0);
					const members = [...world.group(id).members.values()]
						.filter(({ role }) => role !== 'left')
						.map(({ person }) => person.phone);
					const after = members.map(personOf).filter((person) => person >= 0);
					expect(members).toContain(own);
					// Each once, also where the list has the other form of a number.
					expect(new Set(after).size).toBe(after.length);
					for (const person of before) if (listed.includes(person)) expect(after).toContain(person);
					if (one.keepAdmins) {
						for (const person of before)
							if (one.admins.includes(person)) expect(after).toContain(person);
					}
					const isTold = items.some(({ groupId }) => groupId === id);
					const isExact = !one.keepAdmins && one.hidden.length === 0 && listed.length > 0;
					if (!isExact) continue;
					const wanted = one.addMissing
						? new Set(listed)
						: new Set(before.filter((person) => listed.includes(person)));
					expect(new Set(after)).toEqual(wanted);
					expect(isTold).toBe(before.length !== wanted.size || before.some((p) => !wanted.has(p)));
				}
			} finally {
				await sandbox.close();
			}
		}),
		{ numRuns: 60 },
	);
}, 120_000);
