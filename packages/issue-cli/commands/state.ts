import type { JsonObject } from '@fixpoint/contracts/json.ts';
import type { AgentState } from '@fixpoint/issue-core/coordination/port.ts';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { parseIssueNumber } from '../arguments.ts';
import { type CommandContext, withSession, writeOf } from '../command-context.ts';
import { renderLine } from '../output/render-done.ts';
import { safeText } from '../output/safe-text.ts';
import type { Style } from '../output/style.ts';
import { readInput } from '../terminal/read-input.ts';
import { UsageError } from '../usage-error.ts';

interface StateFlags {
  readonly of?: string;
  readonly expectedRevision?: number;
}

const State = z.record(z.string(), z.json());

/** `issue state`: what agents note about an issue, for themselves and each other. */
export function stateCommand(context: CommandContext): Command {
  return new Command('state')
    .argument('<number>', 'the issue', parseIssueNumber)
    .argument('[json]', 'a JSON object that replaces what you noted, or - for stdin')
    .description('read what agents noted about an issue, or note something')
    .option('--of <agent>', 'only what this agent noted')
    .option('--expected-revision <number>', 'refuse unless this revision stands; 0 is none', parseRevision)
    .action(async (number: number, json: string | undefined, flags: StateFlags) => {
      if (json === undefined) return printStates(context, number, flags);
      if (flags.of !== undefined) throw new UsageError('--of reads; an agent notes for itself: --agent.');
      await noteState(context, number, json, flags);
    });
}

async function printStates(context: CommandContext, number: number, { of }: StateFlags): Promise<void> {
  const printer = context.printer();
  await withSession(context, { access: 'read' }, async ({ tracker }) => {
    const states = await tracker.listAgentStates(number);
    const items = of === undefined ? states : states.filter(({ agent }) => agent === of);
    await printer.list({ items, total: items.length }, renderStates);
    if (items.length === 0) await printer.note(`Nothing is noted about #${number}.`);
  });
}

async function noteState(
  context: CommandContext,
  number: number,
  json: string,
  { expectedRevision }: StateFlags,
): Promise<void> {
  const printer = context.printer();
  const state = parseState(json === '-' ? await readInput(context.world) : json);
  await withSession(context, { access: 'write' }, async ({ tracker }) => {
    const expected = expectedRevision === undefined ? {} : { expectedRevision };
    const noted = await tracker.setAgentState(number, state, { ...writeOf(context), ...expected });
    await printer.one(noted, renderLine(`noted revision ${noted.revision} about #${number}`));
  });
}

function renderStates(states: readonly AgentState[], style: Style): string {
  return states
    .map(({ agent, revision, updatedAt, state }) => {
      const heading = `${style.paint('bold', agent)} ${style.paint('dim', `revision ${revision}, ${updatedAt}`)}`;
      return `${heading}\n${safeText(JSON.stringify(state, null, 2))}`;
    })
    .join('\n');
}

function parseState(text: string): JsonObject {
  try {
    return State.parse(JSON.parse(text));
  } catch (cause) {
    throw new UsageError(`Give a JSON object, such as '{"step": 2}'.`, { cause });
  }
}

function parseRevision(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}
