import type { TurnKey } from '@fixpoint/contracts/ids.ts';
import type { Conversation } from './conversation.ts';

/** The running conversations of this process; the least recently used goes first, and is rebuilt when it is needed again. */
export class ConversationCache {
  readonly #maxEntries: number;
  readonly #entries = new Map<string, Conversation>();

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  /** The conversation just before a turn, or null when it is not held. */
  before(key: TurnKey): Conversation | null {
    const held = this.#entries.get(attemptKey(key));
    return held?.turns === key.turn - 1 ? held : null;
  }

  keep(key: TurnKey, conversation: Conversation): void {
    this.#entries.delete(attemptKey(key));
    this.#entries.set(attemptKey(key), conversation);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > this.#maxEntries && !oldest.done) this.#entries.delete(oldest.value);
  }
}

function attemptKey(key: TurnKey): string {
  return `${key.runId}/${key.attempt}`;
}
