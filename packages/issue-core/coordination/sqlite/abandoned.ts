import { z } from 'zod';
import { checkBackend, checkIssueNumbers } from '../bounds.ts';
import type { Coordination } from '../port.ts';
import { readRow } from './read-row.ts';
import type { Transactions } from './transactions.ts';

const MAX_LISTED = 1_000;
const Numbers = z.array(z.number());

/** Issues whose last lease ran out, whether somebody reported that or not: what agents that died left behind. */
export function abandonedOperations({
  database,
  now,
  read,
}: Transactions): Pick<Coordination, 'abandonedAmong' | 'listAbandoned'> {
  const among = database
    .prepare(`
      SELECT issue FROM coord_claims
      WHERE backend = +@backend AND issue IN (SELECT value FROM json_each(@issues))
        AND (ended = 2 OR (ended = 0 AND expires_at <= +@now))
    `)
    .pluck();
  // One part for each of the two indexes.
  const all = database
    .prepare(`
      SELECT issue FROM coord_claims WHERE backend = +@backend AND ended = 2
      UNION ALL
      SELECT issue FROM coord_claims WHERE backend = +@backend AND ended = 0 AND expires_at <= +@now
      LIMIT @limit
    `)
    .pluck();

  return {
    async abandonedAmong(backend, issues) {
      checkBackend(backend);
      checkIssueNumbers('issues', issues);
      return new Set(
        readRow(
          Numbers,
          read(() => among.all({ backend, issues: JSON.stringify(issues), now: now() })),
        ),
      );
    },
    async listAbandoned(backend) {
      checkBackend(backend);
      const found = read(() => all.all({ backend, now: now(), limit: MAX_LISTED + 1 }));
      return found.length > MAX_LISTED ? null : readRow(Numbers, found);
    },
  };
}
