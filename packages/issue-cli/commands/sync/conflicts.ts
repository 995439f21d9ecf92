import { listConflicts } from '@fixpoint/issue-core/sync/conflicts.ts';
import type { Conflict } from '@fixpoint/issue-core/sync/records.ts';
import type { CommandContext } from '../../command-context.ts';
import { safeLine } from '../../output/safe-text.ts';
import type { Style } from '../../output/style.ts';
import { withSyncedPairs } from '../../sync/configured-pairs.ts';
import { UsageError } from '../../usage-error.ts';
import { type BackendNames, resolutionFlags, resolutionNamesFor, writtenAs } from './resolution-flags.ts';

interface ListedConflict extends Conflict {
  /** What `issue sync resolve` takes. */
  readonly key: string;
  readonly backends: BackendNames;
  readonly resolutions: readonly string[];
}

const MAX_SHOWN_CHARS = 200;

export async function printConflicts(context: CommandContext, only?: readonly string[]): Promise<void> {
  if (only && only.length !== 2) throw new UsageError('--pair: name two backends.');
  const printer = context.printer();
  const items = await withSyncedPairs(context.world, { access: 'read', only }, async (pairs, stores) => {
    const conflicts: ListedConflict[] = [];
    for (const pair of pairs) {
      const backends = { a: pair.a.name, b: pair.b.name };
      for (const { key, record } of await listConflicts(stores.storeOf(pair))) {
        const resolutions = resolutionNamesFor(record, backends);
        conflicts.push({ key, backends, ...record, resolutions });
      }
    }
    return conflicts;
  });
  await printer.list({ items, total: items.length }, (conflicts, style) =>
    conflicts.map((conflict) => renderConflict(conflict, style)).join('\n\n'),
  );
  if (items.length === 0) await printer.note('No conflict waits.');
}

function renderConflict(conflict: ListedConflict, style: Style): string {
  const { key, backends, number, field, reason, value, base, refusal, resolution, resolutions } = conflict;
  const issue = `${backends.a}#${number.a} ↔ ${backends.b}#${number.b}`;
  const lines = [
    `${style.paint('bold', safeLine(key))}  ${issue}`,
    `  ${safeLine(field)}: ${reason}${refusal === null ? '' : `, ${safeLine(refusal.detail)}`}`,
    `  before:  ${shown(base.a)}`,
    `  ${backends.a}: ${shown(value.a)}`,
    `  ${backends.b}: ${shown(value.b)}`,
  ];
  const next = resolution
    ? `decided: ${safeLine(writtenAs(resolution.take, backends))}; the next sync carries it out`
    : `issue sync resolve '${safeLine(key)}' with ${resolutionFlags(resolutions)}`;
  return [...lines, `  ${style.paint('dim', next)}`].join('\n');
}

function shown(value: string | null): string {
  if (value === null) return '(nothing)';
  const line = safeLine(value);
  return line.length <= MAX_SHOWN_CHARS ? line : `${line.slice(0, MAX_SHOWN_CHARS)}…`;
}
