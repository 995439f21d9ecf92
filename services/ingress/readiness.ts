import { withinDeadline } from './within-deadline.ts';

/** Rejects while the server that it asks does not answer. */
export type ReadinessCheck = () => Promise<unknown>;

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, 'ok' | 'unavailable'>>;
}

const MAX_AGE_MS = 1_000;

/** Asks the servers that we depend on; callers share one answer a second, so that asking costs them nothing. */
export class ReadinessProbe {
  readonly #checks: Readonly<Record<string, ReadinessCheck>>;
  readonly #timeoutMs: number;
  readonly #now: () => number;
  #latest: { readonly answer: Promise<Readiness>; readonly at: number } | null = null;

  constructor(checks: Readonly<Record<string, ReadinessCheck>>, timeoutMs: number, now = Date.now) {
    this.#checks = checks;
    this.#timeoutMs = timeoutMs;
    this.#now = now;
  }

  read(): Promise<Readiness> {
    if (this.#latest && this.#now() - this.#latest.at < MAX_AGE_MS) return this.#latest.answer;
    const answer = this.#ask();
    this.#latest = { answer, at: this.#now() };
    return answer;
  }

  async #ask(): Promise<Readiness> {
    const entries = await Promise.all(
      Object.entries(this.#checks).map(async ([name, check]) => [name, await this.#answers(check)] as const),
    );
    return { ready: entries.every(([, state]) => state === 'ok'), checks: Object.fromEntries(entries) };
  }

  async #answers(check: ReadinessCheck): Promise<'ok' | 'unavailable'> {
    try {
      await withinDeadline(this.#timeoutMs, 'STORE_UNAVAILABLE', Promise.resolve().then(check));
      return 'ok';
    } catch {
      return 'unavailable';
    }
  }
}
