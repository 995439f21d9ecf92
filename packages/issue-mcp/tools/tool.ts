import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { z } from 'zod';

/** What a tool needs to be allowed. */
export const POWERS = ['read', 'write', 'claim'] as const;
export type Power = (typeof POWERS)[number];

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly power: Power;
  /** Doing it twice changes no more than doing it once. */
  readonly idempotent: boolean;
  readonly input: z.ZodObject;
  /** Parses the arguments, and answers with JSON that is bounded. */
  run(tracker: Tracker, input: unknown, signal: AbortSignal): Promise<unknown>;
}

interface ToolDefinition<S extends z.ZodObject> extends Omit<Tool, 'input' | 'run' | 'idempotent'> {
  readonly idempotent?: boolean;
  readonly input: S;
  readonly run: (tracker: Tracker, input: z.output<S>, signal: AbortSignal) => Promise<unknown>;
}

/** Binds what a tool does to the schema of what it is given. */
export function defineTool<S extends z.ZodObject>(definition: ToolDefinition<S>): Tool {
  const { input, run, idempotent = definition.power === 'read', ...rest } = definition;
  return {
    ...rest,
    idempotent,
    input,
    run: (tracker, given, signal) => run(tracker, input.parse(given), signal),
  };
}

export const ListLimit = z.int().min(1).max(100).default(20);
