import type { Position } from './messages-request.ts';

/** How often one turn of one run was asked for, and answered in full. */
export interface RequestCount {
  readonly cassette: string;
  readonly runId: string | null;
  readonly attempt: number;
  readonly turn: number;
  readonly requests: number;
  readonly answers: number;
}

/** Shows whether anything was bought twice. */
export class RequestCounts {
  readonly #counts = new Map<string, RequestCount>();

  add(cassette: string, { runId, attempt, turn }: Position, what: 'requests' | 'answers'): void {
    const key = JSON.stringify([cassette, runId, attempt, turn]);
    const before = this.#counts.get(key) ?? { cassette, runId, attempt, turn, requests: 0, answers: 0 };
    this.#counts.set(key, { ...before, [what]: before[what] + 1 });
  }

  list(): RequestCount[] {
    return [...this.#counts.values()];
  }
}
