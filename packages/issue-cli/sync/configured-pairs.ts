import { readRepositoryConfig } from '../config/repository-config.ts';
import { findRepositoryRoot } from '../config/repository-root.ts';
import type { World } from '../world.ts';
import { type OpenedSyncStores, openSyncStores, type Pair, resolvePair } from './pair.ts';

/**
 * Does something with every pair of configured trackers that was synced, and with what its sync remembers; `only` names the
 * two of one pair.
 */
export async function withSyncedPairs<T>(
  world: World,
  options: { readonly access: 'read' | 'write'; readonly only?: readonly string[] | undefined },
  work: (pairs: readonly Pair[], stores: OpenedSyncStores) => Promise<T>,
): Promise<T> {
  const config = await readRepositoryConfig(findRepositoryRoot(world.cwd).path);
  const names = Object.keys(config?.backends ?? {}).sort();
  const stores = openSyncStores(world, options.access);
  try {
    const pairs: Pair[] = [];
    for (const [index, one] of names.entries()) {
      for (const other of names.slice(index + 1)) {
        if (options.only && !(options.only.includes(one) && options.only.includes(other))) continue;
        const pair = await resolvePair(world, [one, other]);
        if (await stores.storeOf(pair).get('run', 'last')) pairs.push(pair);
      }
    }
    return await work(pairs, stores);
  } finally {
    stores.close();
  }
}
