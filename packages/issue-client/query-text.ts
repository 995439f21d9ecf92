import type { Query } from '@fixpoint/issue-core/query/ast.ts';
import { formatQuery } from '@fixpoint/issue-core/query/format.ts';

/** Queries travel as text; what `@me` and `today` mean in one is for the server to say. */
export function textOf(query: Query | string): string {
  return typeof query === 'string' ? query : formatQuery(query);
}
