import type { Query } from './ast.ts';
import { formatTerm } from './format-term.ts';
import { isNothing, normalise } from './normalise.ts';

/**
 * The query as text: `parseQuery` reads it as the same query, normalised, unless it has more than 4,000 characters or 50
 * levels.
 */
export function formatQuery(query: Query): string {
  const normal = normalise(query);
  if (normal.kind === 'everything') return '';
  // Everything listed is an issue, so that this asks for nothing at all.
  if (isNothing(normal)) return '-is:issue';
  return formatParts(normal);
}

function formatParts(query: Query): string {
  switch (query.kind) {
    case 'everything':
      return 'is:issue';
    case 'and':
      return query.parts.map((part) => (part.kind === 'or' ? enclosed(part) : formatParts(part))).join(' ');
    case 'or':
      return query.parts.map(formatParts).join(' OR ');
    case 'not':
      return formatNegation(query.part);
    default:
      return formatTerm(query);
  }
}

function formatNegation(part: Query): string {
  if (part.kind === 'and' || part.kind === 'or') return `-${enclosed(part)}`;
  if (part.kind === 'has') return `no:${part.field}`;
  return `-${formatParts(part)}`;
}

function enclosed(query: Query): string {
  return `(${formatParts(query)})`;
}
