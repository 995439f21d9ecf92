import type { Timing } from './timing.ts';

/** On a busy machine a process waits for its turn: then its share of a processor tells what it costs. */
export type Verdict = 'met' | 'met by CPU time' | 'missed';

/** One measured figure, with what it should be. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly aim: string;
  /** Left out where there is no aim, or nobody judges. */
  readonly verdict?: Verdict;
}

export function withinMs({ wallMs, cpuMs }: Timing, aimMs: number): Verdict {
  if (wallMs < aimMs) return 'met';
  return cpuMs < aimMs ? 'met by CPU time' : 'missed';
}

/** A figure that must be exactly as it should be. */
export function exactFigure(name: string, value: string, aim: string): Figure {
  return { name, value, aim, verdict: value === aim ? 'met' : 'missed' };
}
