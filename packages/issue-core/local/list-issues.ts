import { z } from 'zod';
import type { IssueBackend } from '../backend/port.ts';
import { invalid } from './clean-text.ts';
import { compileQuery } from './compile-query.ts';
import { decodeCursor } from './cursor.ts';
import type { IssueReader } from './issue-reader.ts';
import { boundedPageSize, toPage } from './list-page.ts';
import { findIssues } from './list-plan.ts';
import type { LocalSession } from './session.ts';

const Position = z.object({
  key: z.number(),
  number: z.number(),
  field: z.string(),
  descending: z.boolean(),
});

/**
 * Lists by query. Pages go on from the last issue, not from a count, so that nothing is lost or doubled when issues come
 * and go meanwhile. The total is exact; it is null where nobody wants it and it is not known anyway, and where the query asks
 * for what this store does not know.
 */
export function listOperations(session: LocalSession, reader: IssueReader): Pick<IssueBackend, 'listIssues'> {
  return {
    async listIssues({ query, sort, pageSize: wanted, cursor, total: counted = 'exact', ...useful }) {
      const { except = [], inProgress = null } = useful;
      const pageSize = boundedPageSize(wanted);
      const after = cursor === null ? null : decodeCursor(cursor, Position);
      if (after && (after.field !== sort.field || after.descending !== sort.descending)) {
        throw invalid('cursor', 'it belongs to a list in another order');
      }
      const { exact } = compileQuery(query);
      return session.read(() => {
        session.settle();
        const withTotal = exact && counted === 'exact';
        const request = { query, sort, after, limit: pageSize + 1, withTotal, except, inProgress };
        const { rows, total } = findIssues(session.database, request);
        return toPage(rows, {
          pageSize,
          total: exact ? total : null,
          toItems: (found) => reader.all(found.map(({ number }) => number)),
          positionOf: (position) => ({ ...position, field: sort.field, descending: sort.descending }),
        });
      });
    },
  };
}
