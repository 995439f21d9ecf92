import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import type { z } from 'zod';

/** What a tool needs to be allowed. No tool wants `admin` as a whole: it lets act for another agent. */
export const POWERS = ['read', 'write', 'claim', 'admin'] as const;
export type Power = (typeof POWERS)[number];

/** One call of a tool. */
export interface ToolCall {
  /** What whoever calls may do. */
  readonly powers: readonly Power[];
  readonly signal: AbortSignal;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly power: Power;
  /** What was there before may be lost: deleted, or replaced by what is given. */
  readonly destructive: boolean;
  /** Doing it twice changes no more than doing it once. */
  readonly idempotent: boolean;
  readonly input: z.ZodObject;
  /** Parses the arguments, and answers with JSON that is bounded. */
  run(tracker: Tracker, input: unknown, call: ToolCall): Promise<unknown>;
}

interface ToolDefinition<S extends z.ZodObject>
  extends Omit<Tool, 'input' | 'run' | 'idempotent' | 'destructive'> {
  readonly destructive?: boolean;
  readonly idempotent?: boolean;
  readonly input: S;
  readonly run: (tracker: Tracker, input: z.output<S>, call: ToolCall) => Promise<unknown>;
}

/** Binds what a tool does to the schema of what it is given. */
export function defineTool<S extends z.ZodObject>(definition: ToolDefinition<S>): Tool {
  const { input, run, destructive = false, idempotent = definition.power === 'read', ...rest } = definition;
  return {
    ...rest,
    destructive,
    idempotent,
    input,
    run: (tracker, given, call) => run(tracker, input.parse(given), call),
  };
}
