import type { ForgeUser, IssueInput } from '@fixpoint/contracts/commands.ts';
import type { RepositoryRef } from '@fixpoint/contracts/ids.ts';
import { ActivityFailure, TemporalFailure } from '@temporalio/common';
import { CancellationScope, condition, isCancellation, log } from '@temporalio/workflow';
import { acceptInput } from './accept-input.ts';
import { block } from './block.ts';
import { acknowledge, comment } from './courtesy.ts';
import { failureText } from './failure-text.ts';
import { forge } from './fleets.ts';
import type { RunContext } from './run-context.ts';
import { solve } from './solve.ts';

/**
 * Runs until it has ended by itself, was stopped, or its issue was closed. Gives back an input that was taken meanwhile
 * and still means something to the issue: its close, or a stop that found the run ended.
 */
export async function runUntilEnded(context: RunContext): Promise<IssueInput | null> {
  const { inbox } = context;
  const scope = new CancellationScope();
  let ended = false;
  const running = scope
    .run(() => solve(context))
    .finally(() => {
      ended = true;
    });
  // Its outcome is awaited below; until then a rejection has to have a reader.
  running.catch(() => undefined);

  let ending: IssueInput | null = null;
  try {
    while (!ended && !ending) {
      await condition(() => ended || inbox.hasEnding || inbox.hasAnswerable);
      if (!ended) ending = await takeMeanwhile(context);
    }
  } finally {
    // Also when the workflow itself is cancelled: the attempt cleans up before anything else is said.
    if (!ended) scope.cancel();
    await CancellationScope.nonCancellable(() => running.catch(() => undefined));
  }
  try {
    await running;
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    if (ending && scope.consideredCancelled) return await afterEnding(context, ending);
    if (isCancellation(error)) throw error;
    await block(context.record, context.runId, failureText(error), []);
  }
  return ending;
}

/** Looks at what arrived during the run, and gives back what ends it. */
async function takeMeanwhile({ record, inbox, input, command }: RunContext): Promise<IssueInput | null> {
  const arrived = inbox.takeEnding() ?? inbox.takeAnswerable();
  if (!arrived || !(await acceptInput(record, arrived))) return null;
  const { content } = arrived;
  if (content.kind === 'fact') return arrived;
  await acknowledge(record, content.command);
  if (content.command.verb === 'help') await comment(record, `help/${arrived.key}`, { kind: 'help' });
  if (content.command.verb !== 'stop') return null;
  const { author } = content.command;
  if (author.id === command.author.id) return arrived;
  return (await mayStop(input.issue.repository, author)) ? arrived : null;
}

/** A permission that cannot be read is none: a stranger's stop must not end somebody else's run by failing. */
async function mayStop(repository: RepositoryRef, { login }: ForgeUser): Promise<boolean> {
  try {
    return (await forge(`Permission of ${login}`).readPermission({ repository, login })).canWrite;
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    log.warn('a stop was not taken', { login, reason: failureText(error) });
    return false;
  }
}

async function afterEnding({ record, runId }: RunContext, ending: IssueInput): Promise<IssueInput | null> {
  if (ending.content.kind === 'fact') return ending;
  const by = ending.content.command.author.login;
  record.enter('stopped', { reason: `Stopped by ${by}.` });
  await comment(record, `stopped/${runId}`, { kind: 'stopped', by });
  return null;
}
