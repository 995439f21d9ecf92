import type { Side } from '@fixpoint/issue-core/sync/side.ts';
import type { SyncDirection, SyncPolicy } from '@fixpoint/issue-core/sync/sync-run.ts';
import { UsageError } from '../usage-error.ts';
import { type Pair, sideOf } from './pair.ts';

/**
 * Whose value wins where both sides changed the same: `--prefer NAME`, `local`, `remote`, `newer` or `manual`. Where not
 * exactly one of the two is a local store, the target of a pull and the source of a push count as local.
 *
 * @throws UsageError
 */
export function policyOf(prefer: string | undefined, pair: Pair, local: Side | null): SyncPolicy {
  switch (prefer) {
    case undefined:
    case 'manual':
      return 'manual';
    case 'newer':
      return 'newer';
    case 'local':
    case 'remote':
      return sideNamed(prefer, localSide(pair) ?? local);
    default:
      if (prefer === pair.a.name || prefer === pair.b.name) return sideOf(pair, prefer);
      throw new UsageError(
        `--prefer: ${prefer} is none of local, remote, newer, manual, ${pair.a.name}, ${pair.b.name}.`,
      );
  }
}

export function directionFrom(source: Side): SyncDirection {
  return source === 'a' ? 'a-to-b' : 'b-to-a';
}

function sideNamed(which: 'local' | 'remote', local: Side | null): Side {
  if (local === null) throw new UsageError(`--prefer=${which}: name one of the two backends instead.`);
  const remote = local === 'a' ? 'b' : 'a';
  return which === 'local' ? local : remote;
}

function localSide({ a, b }: Pair): Side | null {
  const isLocal = [a, b].map(({ description }) => !('url' in description));
  if (isLocal[0] === isLocal[1]) return null;
  return isLocal[0] ? 'a' : 'b';
}
