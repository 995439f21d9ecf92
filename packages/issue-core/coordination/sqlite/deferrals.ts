import { z } from 'zod';
import { checkActor, checkBackend, checkIssueKey, checkIssueNumbers, timeOf } from '../bounds.ts';
import type { Coordination } from '../port.ts';
import type { Report } from './event-log.ts';
import { readRow } from './read-row.ts';
import { isoOf, type Transactions } from './transactions.ts';

const Row = z.object({ issue: z.number(), until: z.number() });

export function deferralOperations(
  { database, now, read, write }: Transactions,
  report: Report,
): Pick<Coordination, 'defer' | 'deferralsAmong'> {
  const save = database.prepare('INSERT OR REPLACE INTO coord_deferrals VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM coord_deferrals WHERE backend = ? AND issue = ?');
  const among = database.prepare(`
    SELECT issue, until FROM coord_deferrals
    WHERE backend = +? AND issue IN (SELECT value FROM json_each(?)) AND until > +?
  `);

  return {
    async defer(key, until, actor, options) {
      checkIssueKey(key);
      checkActor(actor);
      const untilMs = until === null ? null : timeOf('until', until);
      const { backend, issue } = key;
      write(() => {
        const removed = remove.run(backend, issue).changes > 0;
        if (untilMs === null && !removed) return;
        if (untilMs !== null) save.run(backend, issue, untilMs);
        const payload = { until: untilMs === null ? null : isoOf(untilMs) };
        report({ type: 'deferred', actor, backend, issue, payload });
      }, options);
    },
    async deferralsAmong(backend, issues) {
      checkBackend(backend);
      checkIssueNumbers('issues', issues);
      const rows = read(() => among.all(backend, JSON.stringify(issues), now()));
      return new Map(rows.map((row) => readRow(Row, row)).map(({ issue, until }) => [issue, isoOf(until)]));
    },
  };
}
