import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

import { LABELS as FIELD_LABELS } from '../../../nodes/WahaGroups/wording/labels';

const LABELS: Readonly<Record<string, string | undefined>> = FIELD_LABELS;

/** What stands in a message for a value that only a run knows. */
export const HOLE = '…';

/** Where a message for people stands in the code: which argument of which call. */
const CALLS: Readonly<Record<string, number>> = {
	InputError: 0,
	RowError: 0,
	NodeOperationError: 1,
	NotTaken: 1,
	failed: 0,
	sameForAll: 3,
};

/** Properties and constants that hold messages. */
const NAMES = /^(?:message|reason|errorMessage|REASONS|WITHOUT_ADD|NOT_[A-Z]+|MAY_BE_[A-Z_]+)$/;

type Scope = ReadonlyMap<string, ts.Node>;

function sourceFiles(folder: string): string[] {
	return fs
		.readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => path.join(folder, name));
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
	visit(node);
	ts.forEachChild(node, (child) => walk(child, visit));
}

/** Functions and the constants that hold messages, by name; other names mean different things in different places. */
const RESOLVED = /^(?:[A-Z_]+|message|why\w+|reasonOf|notSent)$/;

function scopeOf(files: readonly ts.SourceFile[]): Scope {
	const scope = new Map<string, ts.Node>();
	for (const file of files) {
		walk(file, (node) => {
			const named =
				ts.isFunctionDeclaration(node) || (ts.isVariableDeclaration(node) && node.initializer);
			if (!named || !node.name || !ts.isIdentifier(node.name)) return;
			if (!RESOLVED.test(node.name.text)) return;
			const value = ts.isVariableDeclaration(node) ? node.initializer : node;
			if (value && !scope.has(node.name.text)) scope.set(node.name.text, value);
		});
	}
	return scope;
}

/** What a function can give back. */
function returned(node: ts.Node): ts.Expression[] {
	if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return [node.body];
	const found: ts.Expression[] = [];
	walk(node, (inner) => {
		if (ts.isReturnStatement(inner) && inner.expression) found.push(inner.expression);
	});
	return found;
}

const isFunction = (node: ts.Node): boolean =>
	ts.isArrowFunction(node) || ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node);

/** All texts that an expression can be, with holes. */
function textsOf(node: ts.Node, scope: Scope): string[] {
	const inner = (one: ts.Node): string[] => textsOf(one, scope);
	if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
	if (ts.isParenthesizedExpression(node)) return inner(node.expression);
	if (ts.isConditionalExpression(node)) return [...inner(node.whenTrue), ...inner(node.whenFalse)];
	if (ts.isBinaryExpression(node)) return [...inner(node.left), ...inner(node.right)];
	if (ts.isObjectLiteralExpression(node)) {
		return node.properties.flatMap((one) =>
			ts.isPropertyAssignment(one) ? inner(one.initializer) : [],
		);
	}
	if (ts.isTemplateExpression(node)) {
		return node.templateSpans.reduce<string[]>(
			(before, { expression, literal }) =>
				before.flatMap((start) =>
					filling(expression, scope).map((text) => start + text + literal.text),
				),
			[node.head.text],
		);
	}
	if (isFunction(node)) return returned(node).flatMap(inner);
	if (isLabel(node)) return [LABELS[node.name.text] ?? HOLE];
	const name = ts.isCallExpression(node) ? node.expression : node;
	const known = ts.isIdentifier(name) ? scope.get(name.text) : undefined;
	return known === undefined ? [HOLE] : inner(known);
}

/** The name of a field, which texts take from one place. */
const isLabel = (node: ts.Node): node is ts.PropertyAccessExpression =>
	ts.isPropertyAccessExpression(node) && node.expression.getText() === 'LABELS';

/** What stands in a hole: a value that only a run knows, or the words of a function that has a few. */
function filling(node: ts.Expression, scope: Scope): string[] {
	const isTold = ts.isCallExpression(node) || isLabel(node);
	const texts = isTold ? textsOf(node, scope) : [HOLE];
	return texts.every((text) => !text.includes(HOLE)) ? texts : [HOLE];
}

/** The nodes whose texts are messages. */
function sinks(file: ts.SourceFile): ts.Node[] {
	const found: ts.Node[] = [];
	walk(file, (node) => {
		if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
			const place = ts.isIdentifier(node.expression) ? CALLS[node.expression.text] : undefined;
			const argument = place === undefined ? undefined : node.arguments?.[place];
			if (argument) found.push(argument);
		}
		const isNamed = (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && node.name;
		if (isNamed && ts.isIdentifier(isNamed) && NAMES.test(isNamed.text) && node.initializer)
			found.push(node.initializer);
		if (ts.isMethodDeclaration(node) && node.name.getText(file) === 'message') found.push(node);
	});
	return found;
}

/** Every sentence that the code in a folder can show, each once, with `…` for what only a run knows. */
export function messagesIn(folder: string): string[] {
	const files = sourceFiles(folder).map((file) =>
		ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true),
	);
	const scope = scopeOf(files);
	const texts = files.flatMap(sinks).flatMap((node) => textsOf(node, scope));
	return [...new Set(texts)].filter((text) => /\p{L}/u.test(text)).sort();
}
