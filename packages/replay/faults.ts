import { z } from 'zod';

const common = {
  /** How many requests it strikes. */
  times: z.number().int().min(1).default(1),
  /** Only requests of this turn. */
  turn: z.number().int().min(1).optional(),
};

/** What a test can have go wrong: an error status, an answer that never comes, a stream that breaks off. */
export const Fault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    headers: z.record(z.string(), z.string()).default({}),
    ...common,
  }),
  z.strictObject({ kind: z.literal('hang'), ...common }),
  z.strictObject({ kind: z.literal('cut-stream'), ...common }),
]);

export type Fault = z.infer<typeof Fault>;

/** The faults that are still to come, in order. */
export class FaultQueue {
  #faults: Fault[] = [];

  add(fault: Fault): void {
    this.#faults.push(fault);
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that strikes a request of this turn, counted down. */
  take(turn: number | null): Fault | null {
    const fault = this.#faults.find((candidate) => candidate.turn === undefined || candidate.turn === turn);
    if (fault === undefined) return null;
    this.#faults = this.#faults.flatMap((kept) => (kept === fault ? countedDown(kept) : [kept]));
    return fault;
  }
}

function countedDown(fault: Fault): Fault[] {
  return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
}
