import fc from 'fast-check';
import type { DeletePolicy } from '../sync-run.ts';
import { applyEdit, edit, unstampedEdit } from './edits.ts';
import { expectBijection, expectBuried, expectConverged, expectNothingLost } from './expectations.ts';
import { becomeQuiet, inWorld, pairOfTrackers, parameters, play, rounds } from './sync-properties.ts';

const deletes = fc.constantFrom<DeletePolicy>('close', 'delete', 'keep');
const scans = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 });
const unstamped = fc.array(fc.oneof(unstampedEdit, unstampedEdit, edit), { maxLength: 6, size: 'max' });

/**
 * Issues are deleted and labels renamed, which no stamp tells, between runs of which some scan everything: what was deleted
 * is never made again on that side, nothing else is lost by it, and a renamed label does not come back under its old name.
 */
export async function checkDeletions(numRuns: number, seed?: number): Promise<void> {
  const property = fc.asyncProperty(
    pairOfTrackers,
    rounds,
    unstamped,
    deletes,
    scans,
    async (trackers, given, more, policy, fullScans) => {
      await inWorld(trackers, async (world, ledger) => {
        for (const [index, one] of given.entries()) {
          const edits = [...one.edits, ...more.filter((_, at) => at % given.length === index)];
          const fullScan = fullScans[index % fullScans.length] ?? false;
          await play(world, ledger, { ...one, edits }, { deletes: policy, fullScan });
        }
        for (const one of more) applyEdit(world, ledger, one);
        await becomeQuiet(world, { deletes: policy, fullScan: true });
        await expectBijection(world);
        await expectBuried(world);
        await expectConverged(world);
        await expectNothingLost(world, ledger);
      });
    },
  );
  await fc.assert(property, parameters(numRuns, seed));
}
