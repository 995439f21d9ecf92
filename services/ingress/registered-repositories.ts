import { type RepositoryRef, repositoryKey } from '@fixpoint/contracts/ids.ts';
import type { RecordStore, RegisteredRepository } from '@fixpoint/store/ports.ts';
import type { RepositoryRegistry } from './ports.ts';

export interface CacheLimits {
  readonly maxEntries: number;
  readonly registeredTtlMs: number;
  /** Short, because somebody who has just registered a repository comments right away. */
  readonly unregisteredTtlMs: number;
}

const DEFAULT_LIMITS: CacheLimits = { maxEntries: 10_000, registeredTtlMs: 30_000, unregisteredTtlMs: 2_000 };

/** Asks the store which repositories are registered, and remembers the answers for a short while. */
export class RegisteredRepositories implements RepositoryRegistry {
  readonly #store: Pick<RecordStore<RegisteredRepository>, 'find'>;
  readonly #limits: CacheLimits;
  readonly #now: () => number;
  readonly #answers = new Map<string, { readonly registered: boolean; readonly expiresAtMs: number }>();

  constructor(
    store: Pick<RecordStore<RegisteredRepository>, 'find'>,
    limits: CacheLimits = DEFAULT_LIMITS,
    now: () => number = Date.now,
  ) {
    this.#store = store;
    this.#limits = limits;
    this.#now = now;
  }

  async isRegistered(repository: RepositoryRef): Promise<boolean> {
    const key = repositoryKey(repository);
    const known = this.#answers.get(key);
    if (known && known.expiresAtMs > this.#now()) return known.registered;
    const registered = (await this.#store.find(key)) !== null;
    this.#remember(key, registered);
    return registered;
  }

  #remember(key: string, registered: boolean): void {
    this.#answers.delete(key);
    const oldest = this.#answers.keys().next();
    if (this.#answers.size >= this.#limits.maxEntries && !oldest.done) this.#answers.delete(oldest.value);
    const ttlMs = registered ? this.#limits.registeredTtlMs : this.#limits.unregisteredTtlMs;
    this.#answers.set(key, { registered, expiresAtMs: this.#now() + ttlMs });
  }
}
