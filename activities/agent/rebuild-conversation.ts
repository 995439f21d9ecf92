import type { ThinkResult } from '@fixpoint/contracts/agent-activities.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { type TurnKey, turnId } from '@fixpoint/contracts/ids.ts';
import { readJson } from '@fixpoint/store/json-blobs.ts';
import type { BlobStore, RecordStore } from '@fixpoint/store/ports.ts';
import { type Conversation, type Exchange, withExchange } from './conversation.ts';
import { PromptSchema, RecordedResponseSchema } from './schemas.ts';

interface Stores {
  readonly blobs: BlobStore;
  readonly exchanges: RecordStore<ThinkResult>;
}

/**
 * Reads the exchanges before a turn back, one point read each.
 *
 * @throws FixpointError INVALID_INPUT when a turn before has no record
 */
export async function rebuildConversation(stores: Stores, key: TurnKey): Promise<Conversation | null> {
  const turns = Array.from({ length: key.turn - 1 }, (_, index) => ({ ...key, turn: index + 1 }));
  const exchanges = await Promise.all(turns.map((turn) => readExchange(stores, turn)));
  return exchanges.reduce<Conversation | null>(withExchange, null);
}

async function readExchange({ blobs, exchanges }: Stores, key: TurnKey): Promise<Exchange> {
  const recorded = await exchanges.find(turnId(key));
  if (recorded === null)
    throw new FixpointError('INVALID_INPUT', `Turn ${turnId(key)} has no recorded response.`);
  const [added, response] = await Promise.all([
    readJson(blobs, recorded.prompt, PromptSchema),
    readJson(blobs, recorded.response, RecordedResponseSchema),
  ]);
  return { added, requestHash: recorded.requestHash, response, responseRef: recorded.response };
}
