/** A value as a block of JSON in Markdown. */
export const jsonBlock = (value: unknown): string =>
	`\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

/** A text as a cell of a table in Markdown. */
export const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');

/** A table in Markdown. In: its header and its rows, cell by cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
	return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
