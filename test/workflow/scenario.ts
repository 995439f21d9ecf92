import type { ErrorCode } from '@fixpoint/contracts/errors.ts';
import type { CheckReport } from '@fixpoint/contracts/sandbox-activities.ts';
import type { Intent } from '@fixpoint/contracts/tools.ts';

/** What a scripted agent does in one turn. */
export type ScriptedTurn =
  | { readonly kind: 'work' }
  | { readonly kind: 'intent'; readonly intent: Intent }
  /** The tool call does not end until the run is stopped. */
  | { readonly kind: 'hang' };

/** What becomes of one opening of the workspace. */
export type ScriptedHost =
  | { readonly kind: 'held'; readonly hostQueue: string }
  /** It opens, and is lost as soon as the gate lets it. */
  | { readonly kind: 'lost'; readonly after: () => Promise<void> }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

export interface ScriptedFailure {
  readonly code: ErrorCode;
  readonly times: number;
  /** Calls that succeed before. */
  readonly after?: number;
  readonly only?: (request: unknown) => boolean;
  /** At once unless said otherwise. */
  readonly retryAfterMs?: number;
}

/** How the fakes behave for one repository; everything that is not said succeeds. */
export interface Scenario {
  readonly writers: readonly string[];
  /** The turns of each attempt; the last attempt's are used for further ones. */
  readonly attempts: readonly (readonly ScriptedTurn[])[];
  readonly title?: string;
  /** What the model says in every turn. */
  readonly excerpt?: string;
  readonly check?: (attempt: number, phase: CheckReport['phase']) => Partial<CheckReport>;
  /** An error that an activity answers with, and how often. */
  readonly failures?: Partial<Record<string, ScriptedFailure>>;
  /** Activities that do not end until they are cancelled. */
  readonly hangs?: readonly string[];
  /** Awaited before an activity does anything. */
  readonly before?: (activity: string, request: unknown) => Promise<void> | undefined;
  /** Of each opening of the workspace, counted from 1. */
  readonly host?: (opening: number) => ScriptedHost;
}

const test = { command: 'python3 -m unittest test_page', testId: 'test_last_page', files: ['test_page.py'] };

export const declareTest: ScriptedTurn = {
  kind: 'intent',
  intent: { kind: 'declare-test', toolUseId: 'declare', test },
};
export const submit: ScriptedTurn = {
  kind: 'intent',
  intent: { kind: 'submit', toolUseId: 'submit', title: 'Show the last page', summary: 'It was off by one.' },
};
export const work: ScriptedTurn = { kind: 'work' };
export const hang: ScriptedTurn = { kind: 'hang' };
export const giveUp: ScriptedTurn = {
  kind: 'intent',
  intent: { kind: 'give-up', toolUseId: 'give-up', reason: 'The request contradicts a test.' },
};
export const ask: ScriptedTurn = {
  kind: 'intent',
  intent: { kind: 'ask', toolUseId: 'ask', question: 'Which page do you mean?' },
};

export const solved: readonly ScriptedTurn[] = [work, declareTest, work, submit];

/** Somewhere that a test lets others wait until it opens it. */
export function makeGate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
