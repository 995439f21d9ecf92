import type { ErrorCode } from '@fixpoint/contracts/errors.ts';
import type { CheckReport } from '@fixpoint/contracts/sandbox-activities.ts';
import type { Intent } from '@fixpoint/contracts/tools.ts';

/** What a scripted agent does in one turn. */
export type ScriptedTurn =
  | { readonly kind: 'work' }
  | { readonly kind: 'intent'; readonly intent: Intent }
  /** The tool call does not end until the run is stopped. */
  | { readonly kind: 'hang' };

/** How the fakes behave for one repository; everything that is not said succeeds. */
export interface Scenario {
  readonly writers: readonly string[];
  /** The turns of each attempt; the last attempt's are used for further ones. */
  readonly attempts: readonly (readonly ScriptedTurn[])[];
  readonly check?: (attempt: number, phase: CheckReport['phase']) => Partial<CheckReport>;
  /** An error that an activity answers with, and how often. */
  readonly failures?: Partial<Record<string, { readonly code: ErrorCode; readonly times: number }>>;
  /** Opens the workspace on this host queue, counted from 1; null is a host that is lost at once. */
  readonly hostOf?: (opening: number) => string | null;
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
