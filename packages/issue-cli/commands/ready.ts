import type { ReadyIssue } from '@fixpoint/issue-core/tracker/api.ts';
import { Command } from 'commander';
import { parseClaimTtlMs, parseCount } from '../arguments.ts';
import { type CommandContext, withSession } from '../command-context.ts';
import { queryOf } from '../issue-query.ts';
import { ISSUE_COLUMNS } from '../output/render-issue.ts';
import type { Style } from '../output/style.ts';
import { renderTable } from '../output/table.ts';
import { UsageError } from '../usage-error.ts';

interface ReadyFlags {
  readonly limit?: number;
  readonly query?: string;
  readonly claim?: boolean;
  readonly ttl?: number;
}

/** `issue ready`: what can be worked on now, and with `--claim` the first of it, taken in the same operation. */
export function readyCommand(context: CommandContext): Command {
  return new Command('ready')
    .description(
      'list what can be worked on: open or left behind in progress, not blocked, held by nobody, not deferred; urgent first',
    )
    .option('--limit <count>', 'how many at most (default: 10)', parseCount)
    .option('-q, --query <query>', 'only those that fit')
    .option('--claim', 'claim the first that is free, in the same operation')
    .option('--ttl <duration>', 'for how long it is claimed, such as 15m', parseClaimTtlMs)
    .action(async ({ limit, query, claim = false, ttl }: ReadyFlags) => {
      if (ttl !== undefined && !claim) throw new UsageError('--ttl: is of a claim; give --claim with it.');
      const printer = context.printer();
      const access = claim ? 'write' : 'read';
      await withSession(context, { access, mentions: [query] }, async ({ tracker, login }) => {
        const { now, signal } = context.world;
        const who = { now: now(), me: login, agent: tracker.agent };
        const ready = await tracker.ready({
          signal,
          ...(limit === undefined ? {} : { limit }),
          ...(query === undefined ? {} : { query: queryOf({ query }, who) }),
          ...(claim ? { claim: ttl === undefined ? {} : { ttlMs: ttl } } : {}),
        });
        const items = ready.map((item) => ({ ...item.issue, claim: item.claim }));
        await printer.list({ items, total: null }, (_, style) => renderReady(ready, style));
        if (ready.length === 0) await printer.note('Nothing is ready.');
      });
    });
}

function renderReady(items: readonly ReadyIssue[], style: Style): string {
  const [only] = items;
  const table = renderTable(
    items.map(({ issue }) => issue),
    ISSUE_COLUMNS,
    style,
  );
  if (!only?.claim) return table;
  return `${table}\nclaimed with token ${only.claim.token} until ${only.claim.expiresAt}`;
}
