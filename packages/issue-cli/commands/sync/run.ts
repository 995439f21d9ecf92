import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { otherSide, type Side } from '@fixpoint/issue-core/sync/side.ts';
import type { CommandContext } from '../../command-context.ts';
import { EXIT_CODES } from '../../exit-codes.ts';
import { identityOf } from '../../session/identity.ts';
import { isReadOnly } from '../../session/read-only.ts';
import { resolvePair, sideOf } from '../../sync/pair.ts';
import { peopleOf } from '../../sync/people.ts';
import { directionFrom, policyOf } from '../../sync/prefer.ts';
import { renderReport } from '../../sync/render-report.ts';
import { syncPair } from '../../sync/run-pair.ts';
import { createProgressLine } from '../../sync/show-progress.ts';
import type { SyncRequest } from './request.ts';

/**
 * Ends with 8 when issues could not be synced, and with 5 when conflicts wait.
 *
 * @throws FixpointError READ_ONLY unless it is a dry run, and what the engine throws
 */
export async function runSyncCommand(
  context: CommandContext,
  { mode, names, flags }: SyncRequest,
): Promise<void> {
  const { world } = context;
  const printer = context.printer();
  const globals = context.flags();
  const { dryRun = false, force = false, full = false, prefer, deletes, mapUser = [] } = flags;
  if (!dryRun && isReadOnly(world, globals))
    throw new FixpointError('READ_ONLY', 'sync was refused; --dry-run shows what it would do.');
  const pair = await resolvePair(world, names);
  const source = sideOf(pair, names[0]);
  const { value: agent } = await identityOf(world, globals.agent);
  const progress = createProgressLine(world);
  const isShown = world.isTerminal.stderr || printer.isForPeople;
  try {
    const report = await syncPair(world, pair, agent, {
      direction: mode === 'bidirectional' ? 'both' : directionFrom(source),
      policy: policyOf(prefer, pair, localOf(mode, source)),
      deletes,
      users: await peopleOf(world, pair, names[0], mapUser),
      fullScan: full,
      force,
      dryRun,
      onProgress: isShown ? progress.show : () => undefined,
    });
    progress.end();
    const sides = { a: pair.a.name, b: pair.b.name };
    await printer.one({ sides, ...report }, (_, style) => renderReport(report, pair, style));
    if (report.failed.length > 0) context.endWith(EXIT_CODES.partial);
    else if (report.conflicts > 0) context.endWith(EXIT_CODES.conflict);
  } finally {
    progress.end();
  }
}

function localOf(mode: SyncRequest['mode'], source: Side): Side | null {
  switch (mode) {
    case 'pull':
      return otherSide(source);
    case 'push':
      return source;
    case 'bidirectional':
      return null;
  }
}
