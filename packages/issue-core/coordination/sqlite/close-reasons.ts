import { z } from 'zod';
import { CLOSE_REASONS } from '../../model/issue.ts';
import { checkBackend, checkIssueKey, checkIssueNumbers } from '../bounds.ts';
import type { Coordination } from '../port.ts';
import { readRow } from './read-row.ts';
import type { Transactions } from './transactions.ts';

const Row = z.object({ issue: z.number(), reason: z.enum(CLOSE_REASONS) });

export function closeReasonOperations({
  database,
  read,
  write,
}: Transactions): Pick<Coordination, 'keepCloseReason' | 'closeReasonsAmong'> {
  const save = database.prepare('INSERT OR REPLACE INTO coord_close_reasons VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM coord_close_reasons WHERE backend = ? AND issue = ?');
  const among = database.prepare(`
    SELECT issue, reason FROM coord_close_reasons
    WHERE backend = +? AND issue IN (SELECT value FROM json_each(?))
  `);

  return {
    async keepCloseReason(key, reason, options) {
      checkIssueKey(key);
      const { backend, issue } = key;
      write(() => (reason === null ? remove.run(backend, issue) : save.run(backend, issue, reason)), options);
    },
    async closeReasonsAmong(backend, issues) {
      checkBackend(backend);
      checkIssueNumbers('issues', issues);
      const rows = read(() => among.all(backend, JSON.stringify(issues)));
      return new Map(rows.map((row) => readRow(Row, row)).map(({ issue, reason }) => [issue, reason]));
    },
  };
}
