import { checkActor, checkIssueKey } from '../bounds.ts';
import type { Coordination } from '../port.ts';
import type { Report } from './event-log.ts';
import type { Transactions } from './transactions.ts';

export function forgetOperations(
  { database, write }: Transactions,
  report: Report,
): Pick<Coordination, 'forgetIssue'> {
  const ofIssue = [
    'UPDATE coord_claims SET ended = 1 WHERE backend = @backend AND issue = @issue',
    'DELETE FROM coord_deferrals WHERE backend = @backend AND issue = @issue',
    'DELETE FROM coord_agent_states WHERE backend = @backend AND issue = @issue',
    'DELETE FROM coord_close_reasons WHERE backend = @backend AND issue = @issue',
    'DELETE FROM coord_links WHERE backend = @backend AND (source = @issue OR target = @issue)',
  ].map((sql) => database.prepare(sql));

  return {
    async forgetIssue(key, actor, title) {
      checkIssueKey(key);
      checkActor(actor);
      const { backend, issue } = key;
      write(() => {
        for (const statement of ofIssue) statement.run({ backend, issue });
        report({ type: 'deleted', actor, backend, issue, payload: { title } });
      });
    },
  };
}
