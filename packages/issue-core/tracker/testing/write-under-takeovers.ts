import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { openCoordination } from '../../coordination/sqlite/open-coordination.ts';
import { openLocalBackend } from '../../local/open-local-backend.ts';
import { createTracker } from '../tracker.ts';

/**
 * A process of its own that takes issue 1 over and over from whoever has it, and writes its token into comments until it is
 * refused: `write-under-takeovers.ts PATH AGENT ROUNDS`.
 */
const WRITES_OF_EACH = 5;
const [path = '', agent = '', rounds = '0'] = process.argv.slice(2);
const coordination = openCoordination({ path });
const backend = openLocalBackend({ path, login: agent });
const tracker = createTracker({ backendName: 'local', backend, coordination, identity: { agent } });

for (let round = 0; round < Number(rounds); round += 1) {
  const { token } = await tracker.claim(1, { takeover: true });
  try {
    for (let write = 0; write < WRITES_OF_EACH; write += 1) {
      await tracker.comment(1, String(token), { fencingToken: token });
    }
  } catch (error) {
    if (!(error instanceof FixpointError) || error.code !== 'CLAIM_LOST') throw error;
  }
}
await coordination.close();
await backend.close();
