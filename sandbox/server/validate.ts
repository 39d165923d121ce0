import { Refusal } from '../engines/refusals';
import { nestFailure } from './answers';

type Fields = Record<string, unknown>;

/** Tells objects from everything else that JSON can be. */
export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a body field by field and collects what is wrong, in the words of the server's validator. */
export class BodyReader {
	private readonly wrong: string[] = [];
	private readonly fields: Fields;

	/** `takes`: any value passes for what it should be; `throws`: the engine stumbles over it. */
	constructor(
		body: unknown,
		private readonly unchecked: 'takes' | 'throws' | null = null,
	) {
		this.fields = isFields(body) ? body : {};
	}

	string(name: string): string {
		const value = this.fields[name];
		if (typeof value === 'string') return value;
		if (this.unchecked === 'takes') return String(value);
		this.stumble(name, value);
		this.wrong.push(`${name} must be a string`);
		return '';
	}

	boolean(name: string): boolean {
		const value = this.fields[name];
		if (typeof value === 'boolean') return value;
		if (this.unchecked === 'takes') return Boolean(value);
		this.stumble(name, value);
		this.wrong.push(`${name} must be a boolean value`);
		return false;
	}

	/** The ids of `[{id}]`. */
	ids(name: string): string[] {
		const list = this.fields[name];
		if (!Array.isArray(list)) {
			if (this.unchecked !== null) {
				throw new Refusal("Cannot read properties of undefined (reading 'map')", 'TypeError');
			}
			this.wrong.push(`${name} must be an array`);
			return [];
		}
		return list.flatMap((entry: unknown, at) => {
			if (!isFields(entry)) {
				this.stumble(name, entry);
				this.wrong.push(`each value in nested property ${name} must be either object or array`);
				return [];
			}
			if (typeof entry.id === 'string') return [entry.id];
			if (this.unchecked === 'takes') return [String(entry.id)];
			this.stumble(name, entry.id);
			this.wrong.push(`${name}.${at}.id must be a string`);
			return [];
		});
	}

	// @witness chosen: the words of the 500 where a body was not checked
	private stumble(name: string, value: unknown): void {
		if (this.unchecked === null) return;
		throw new Refusal(`The "${name}" argument is of type ${typeof value}`, 'TypeError');
	}

	raw(name: string): unknown {
		return this.fields[name];
	}

	refuse(message: string): void {
		this.wrong.push(message);
	}

	/** Answers 400 with everything that was wrong. */
	done(): void {
		if (this.wrong.length > 0) throw nestFailure(400, [...new Set(this.wrong)]);
	}
}

/** `limit` and `offset`; undefined where not given. */
export function numberQuery(query: Record<string, unknown>, name: string): number | undefined {
	const text = query[name];
	if (text === undefined) return undefined;
	const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : NaN;
	if (Number.isInteger(value) && value >= 0) return value;
	throw nestFailure(400, [`${name} must be a number conforming to the specified constraints`]);
}

/** A query that takes one of a few words. */
export function wordQuery<Word extends string>(
	query: Record<string, unknown>,
	name: string,
	words: readonly Word[],
): Word | undefined {
	const text = query[name];
	if (text === undefined) return undefined;
	const word = words.find((known) => known === text);
	if (word !== undefined) return word;
	throw nestFailure(400, [`${name} must be one of the following values: ${words.join(', ')}`]);
}
