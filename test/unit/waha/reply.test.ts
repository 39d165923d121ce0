import fc from 'fast-check';

import type { Reply } from '../../../nodes/WahaGroups/waha/http/reply';
import {
	isPage,
	isTruncated,
	jsonOf,
	listOf,
	objectOf,
	successOf,
	textOf,
	toldError,
	toldStatus,
} from '../../../nodes/WahaGroups/waha/http/reply';
import { complaintOf } from '../support/told';

const reply = (text: string): Reply => ({ status: 200, headers: {}, text });

describe('textOf', () => {
	it.each([
		['AbCdEf', 'AbCdEf'],
		['"AbCdEf"', 'AbCdEf'],
		['true', 'true'],
		['"true"', 'true'],
		['0123456789', '0123456789'],
		['12345678901234567890', '12345678901234567890'],
		['"007"', '007'],
		['1e5', '1e5'],
		[' AbC\n', 'AbC'],
	])('%s', (text, expected) => {
		expect(textOf(reply(text))).toBe(expected);
	});

	it.each(['', '  ', '""', 'null', '{}', '[]', '{"code":1}'])('finds none in %s', (text) => {
		expect(textOf(reply(text))).toBe('');
	});

	it('gives back any code, bare or as JSON', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{5,30}$/), (code) => {
				expect(textOf(reply(code))).toBe(code);
				expect(textOf(reply(JSON.stringify(code)))).toBe(code);
			}),
		);
	});
});

describe('successOf', () => {
	it.each([
		['true', true],
		['"true"', true],
		['', true],
		['null', true],
		['{"success":true}', true],
		['{"status":200}', true],
		['{"status":"200"}', true],
		['{"status":204}', true],
		['{"status":"ok"}', true],
		['false', false],
		['"false"', false],
		['{"success":false}', false],
		['{"status":403}', false],
		['{}', null],
		['{"id":"120363041234567890@g.us"}', null],
		['{"status":"queued"}', null],
		['{"status":""}', null],
	])('%s', (text, expected) => {
		expect(successOf(reply(text))).toBe(expected);
	});

	it.each(['AnError: no', '42', '[]'])('refuses %s', (text) => {
		expect(complaintOf(() => successOf(reply(text)))?.message).toBe(
			'WAHA sent an answer that is not yes or no',
		);
	});
});

describe('objects and lists', () => {
	it('reads them', () => {
		expect(objectOf(reply('{"a":1}'))).toEqual({ a: 1 });
		expect(listOf(reply('[1,2]'))).toEqual([1, 2]);
		expect(listOf(reply('{"1@g.us":{"id":"1@g.us"},"2@g.us":{"id":"2@g.us"}}'))).toEqual([
			{ id: '1@g.us' },
			{ id: '2@g.us' },
		]);
	});

	it('keeps the ids of an object whose groups do not name theirs', () => {
		expect(listOf(reply('{"1@g.us":{"subject":"A"},"2@g.us":{"id":"2@g.us"}}'))).toEqual([
			{ id: '1@g.us', subject: 'A' },
			{ id: '2@g.us' },
		]);
		expect(listOf(reply('{"0":{"JID":"1@g.us"}}'))).toEqual([{ JID: '1@g.us' }]);
		expect(listOf(reply('{}'))).toEqual([]);
	});

	it('does not show a stack', () => {
		const read = (): unknown => listOf(reply('Boom\r\n    at run (/srv/app.js:1:1)'));
		expect(complaintOf(read)).toMatchObject({ description: 'It starts with: Boom' });
	});

	it('refuses others in words', () => {
		expect(complaintOf(() => listOf(reply('{"error":"no"}')))?.message).toBe(
			'WAHA sent an answer that is not a list',
		);
		expect(complaintOf(() => objectOf(reply('[]')))?.message).toBe(
			'WAHA sent an answer that is not an object',
		);
		expect(complaintOf(() => objectOf(reply('')))?.message).toBe(
			'WAHA sent an empty answer where an object was expected',
		);
		expect(complaintOf(() => listOf(reply('true')))?.message).toBe(
			'WAHA sent an answer that is not a list',
		);
		expect(complaintOf(() => listOf(reply('[{"id":')))?.message).toBe(
			'WAHA sent an answer that is not a list',
		);
	});

	it.each([
		['{"a":', true],
		[' [1,2', true],
		['{"a":1}', false],
		['tr', true],
		['fals', true],
		['true', false],
		['AbC', false],
		['', false],
	])('knows what was cut off: %s', (text, expected) => {
		expect(isTruncated(reply(text))).toBe(expected);
		if (expected) expect(jsonOf(reply(text))).toBeUndefined();
	});

	it.each([
		['<html>', true],
		['\n<!DOCTYPE html><html>', true],
		['<HEAD>', true],
		['<center><h1>502', true],
		['<!-- proxy --><html>', true],
		['<?xml version="1.0"?><html>', true],
		['<h1>Forbidden</h1>', true],
		['{"a":"<html>"}', false],
		['<3', false],
		['', false],
	])('knows a web page: %s', (text, expected) => {
		expect(isPage(reply(text))).toBe(expected);
	});
});

it('reads any object, also one that cannot be made a text', () => {
	const endless = { toString: 1, valueOf: 1 };
	const any = fc.dictionary(
		fc.constantFrom(
			'status',
			'statusCode',
			'code',
			'success',
			'result',
			'message',
			'error',
			'errors',
		),
		fc.oneof(fc.constantFrom<unknown>(endless, [endless]), fc.jsonValue({ maxDepth: 1 })),
	);
	fc.assert(
		fc.property(any, (body) => {
			const text = JSON.stringify(body);
			expect([true, false, null]).toContain(successOf(reply(text)));
			for (const told of [toldError, toldStatus])
				expect(['string', 'undefined']).toContain(typeof told(reply(text)));
		}),
	);
});
