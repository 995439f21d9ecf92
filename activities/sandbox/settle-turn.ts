import type { CallOutcome } from './tools/outcome.ts';
import type { DoneCall } from './tools/run-calls.ts';

const SHELL_IS_NEW =
  '[The shell was restarted: its directory, variables and background processes are gone; the files are as the turn before left them.]';

/**
 * What the calls of a turn come to, once it is known what was taken over: an intent whose files were not is an
 * error, what was left out is told in the last result, and a new shell in the first.
 */
export function settleTurn(
  done: readonly DoneCall[],
  refusal: string | null,
  skipped: readonly string[],
  undeclarable: ReadonlyMap<string, readonly string[]>,
  shellIsNew: boolean,
): DoneCall[] {
  const settled = done.map((item) => ({ ...item, outcome: settle(item, refusal, undeclarable) }));
  const first = settled[0];
  if (shellIsNew && first !== undefined) {
    first.outcome = { ...first.outcome, content: `${SHELL_IS_NEW}\n${first.outcome.content}` };
  }
  const last = settled.at(-1);
  if (last === undefined) return settled;
  if (refusal !== null) {
    last.outcome = {
      ...last.outcome,
      isError: true,
      content: `${last.outcome.content}\n[Error: the changes were not taken over: ${refusal}]`,
    };
  }
  if (skipped.length > 0) {
    const shown = skipped.slice(0, 20).join('; ');
    last.outcome = {
      ...last.outcome,
      content: `${last.outcome.content}\n[Left out of the change: ${shown}]`,
    };
  }
  return settled;
}

function settle(
  { call, outcome }: DoneCall,
  refusal: string | null,
  undeclarable: ReadonlyMap<string, readonly string[]>,
): CallOutcome {
  const kind = outcome.intent?.kind;
  if (refusal !== null && (kind === 'submit' || kind === 'declare-test'))
    return asError(outcome, 'not recorded');
  const missing = undeclarable.get(call.toolUseId);
  if (missing === undefined) return outcome;
  return asError(
    outcome,
    `Error: not in the change: ${missing.join(', ')}. Does each file exist, and is it not ignored by .gitignore?`,
  );
}

function asError(outcome: CallOutcome, content: string): CallOutcome {
  return { ...outcome, content, isError: true, intent: null };
}
