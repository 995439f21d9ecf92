import { parse } from '@swc/core';

/** A node of the syntax tree, as far as a walk over all of it needs to know. */
export interface SyntaxNode {
  readonly type: string;
  /** Some kinds have none. */
  readonly span?: { readonly start: number };
  readonly [field: string]: unknown;
}

/**
 * Every node of a TypeScript source. swc parses it, because TypeScript 7 has no compiler API; its own visitor skips
 * some kinds of node in silence, so this walks all of them.
 *
 * @throws Error on a syntax error
 */
export async function syntaxNodes(text: string): Promise<readonly SyntaxNode[]> {
  const module = await parse(text, { syntax: 'typescript', target: 'es2022' });
  const nodes: SyntaxNode[] = [];
  collect(module, nodes);
  return nodes;
}

/** The line of a node; swc counts bytes, from 1. */
export function lineOf(text: string, node: SyntaxNode): number {
  const before = Buffer.from(text).subarray(0, (node.span?.start ?? 1) - 1);
  return before.toString().split('\n').length;
}

function collect(value: unknown, nodes: SyntaxNode[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, nodes);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) nodes.push(value);
  for (const field of Object.values(value)) collect(field, nodes);
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
