import { TOOL_NAMES, type ToolName } from '@fixpoint/contracts/tools.ts';
import { z } from 'zod';

const LONGEST = 200;

const Shown = z.looseObject({
  command: z.string().optional().catch(undefined),
  path: z.string().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  question: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
});

export function toolName(name: string): ToolName | 'unknown' {
  return Object.values(TOOL_NAMES).find((known) => known === name) ?? 'unknown';
}

/** One line that says what was called, for people who follow the run. */
export function summarise(name: string, input: unknown): string {
  const fields = Shown.safeParse(input).data ?? {};
  const tool = toolName(name);
  const shown = tool === TOOL_NAMES.edit ? `${fields.command ?? '?'} ${fields.path ?? ''}` : describe(fields);
  const prefix = tool === TOOL_NAMES.bash ? '$' : tool === TOOL_NAMES.edit ? '' : `${name}:`;
  const line = `${prefix} ${shown}`.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function describe(fields: z.infer<typeof Shown>): string {
  return fields.command ?? fields.title ?? fields.question ?? fields.reason ?? '';
}
