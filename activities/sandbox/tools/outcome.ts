import type { Intent } from '@fixpoint/contracts/tools.ts';
import type { z } from 'zod';

/** What one tool call came to. */
export interface CallOutcome {
  readonly content: string;
  readonly isError: boolean;
  /** Whether the model's shell is a new one after it. */
  readonly shellRestarted: boolean;
  readonly intent: Intent | null;
}

export function said(content: string): CallOutcome {
  return { content, isError: false, shellRestarted: false, intent: null };
}

export function refused(content: string): CallOutcome {
  return { content, isError: true, shellRestarted: false, intent: null };
}

/** Tells the model what is wrong with its input, by the names of the fields. */
export function malformed(error: z.ZodError): CallOutcome {
  const wrong = error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`);
  return refused(`Error: the input does not fit the tool: ${wrong.join('; ')}`);
}
