import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import type { Link } from '../../model/link.ts';
import { checkActor, checkBackend, checkIssueKey, checkIssueNumber, checkIssueNumbers } from '../bounds.ts';
import type { Coordination, IssueKey } from '../port.ts';
import { isOrdering, linkSeenFrom, type StoredLink, storedLinkOf } from '../stored-link.ts';
import type { Report } from './event-log.ts';
import { readRow } from './read-row.ts';
import type { Transactions } from './transactions.ts';

const Row: z.ZodType<StoredLink> = z.object({
  source: z.number(),
  kind: z.enum(['blocked_by', 'parent', 'duplicates', 'relates']),
  target: z.number(),
});

export function linkOperations(
  { database, read, write }: Transactions,
  report: Report,
): Pick<Coordination, 'addLink' | 'removeLink' | 'linksAmong'> {
  const insert = database.prepare('INSERT OR IGNORE INTO coord_links VALUES (?, ?, ?, ?)');
  const remove = database.prepare(
    'DELETE FROM coord_links WHERE backend = ? AND source = ? AND kind = ? AND target = ?',
  );
  const otherParents = database.prepare(`
    DELETE FROM coord_links WHERE backend = ? AND source = ? AND kind = 'parent' AND target <> ?
    RETURNING source, kind, target
  `);
  const waitsFor = database
    .prepare(`
      WITH RECURSIVE above (issue) AS (
        VALUES (@from)
        UNION
        SELECT target FROM coord_links JOIN above ON source = above.issue
        WHERE backend = @backend AND kind IN ('blocked_by', 'parent')
      )
      SELECT 1 FROM above WHERE issue = @to
    `)
    .pluck();
  const touching = database.prepare(`
    SELECT source, kind, target FROM coord_links
    WHERE backend = @backend AND source IN (SELECT value FROM json_each(@issues))
    UNION
    SELECT source, kind, target FROM coord_links
    WHERE backend = @backend AND target IN (SELECT value FROM json_each(@issues))
    ORDER BY kind, source, target
  `);

  function refuseCycle(backend: string, { source, kind, target }: StoredLink): void {
    if (!isOrdering(kind) || waitsFor.get({ backend, from: target, to: source }) === undefined) return;
    throw new FixpointError('LINK_CYCLE', `#${target} waits for #${source} already.`);
  }

  function reportLink(
    type: 'linked' | 'unlinked',
    { backend, issue }: IssueKey,
    link: Link,
    actor: string,
  ): void {
    report({ type, actor, backend, issue, payload: { kind: link.kind, number: link.number } });
  }

  return {
    async addLink(key, link, actor, options) {
      const stored = checkedLink(key, link, actor);
      const { backend } = key;
      return write(() => {
        if (stored.kind === 'parent') {
          for (const row of otherParents.all(backend, stored.source, stored.target)) {
            const { source, target } = readRow(Row, row);
            reportLink('unlinked', { backend, issue: source }, { kind: 'parent', number: target }, actor);
          }
        }
        refuseCycle(backend, stored);
        const added = insert.run(backend, stored.source, stored.kind, stored.target).changes > 0;
        if (added) reportLink('linked', key, link, actor);
        return added;
      }, options);
    },
    async removeLink(key, link, actor, options) {
      const { source, kind, target } = checkedLink(key, link, actor);
      return write(() => {
        const removed = remove.run(key.backend, source, kind, target).changes > 0;
        if (removed) reportLink('unlinked', key, link, actor);
        return removed;
      }, options);
    },
    async linksAmong(backend, issues) {
      checkBackend(backend);
      checkIssueNumbers('issues', issues);
      const rows = read(() => touching.all({ backend, issues: JSON.stringify(issues) }));
      const stored = rows.map((row) => readRow(Row, row));
      const bySource = Map.groupBy(stored, ({ source }) => source);
      const byTarget = Map.groupBy(stored, ({ target }) => target);
      const linksOf = (issue: number) =>
        [...(bySource.get(issue) ?? []), ...(byTarget.get(issue) ?? [])].map((it) => linkSeenFrom(issue, it));
      return new Map(issues.map((issue) => [issue, linksOf(issue)]));
    },
  };
}

function checkedLink(key: IssueKey, link: Link, actor: string): StoredLink {
  checkIssueKey(key);
  checkIssueNumber(link.number, 'link');
  checkActor(actor);
  return storedLinkOf(key.issue, link);
}
