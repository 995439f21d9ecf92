import type { Query } from '../query/ast.ts';

/** What must all hold of an issue; nothing where every issue fits. */
export function conjunctsOf(query: Query): readonly Query[] {
  switch (query.kind) {
    case 'everything':
      return [];
    case 'and':
      return query.parts.flatMap(conjunctsOf);
    default:
      return [query];
  }
}
