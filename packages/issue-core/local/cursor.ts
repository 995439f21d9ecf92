import type { z } from 'zod';
import { invalid } from './clean-text.ts';

/** What a list goes on from, in a form that nobody is tempted to read or to make. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws FixpointError INVALID_INPUT when the cursor was not made by `encodeCursor` for such a list */
export function decodeCursor<T>(cursor: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(jsonIn(cursor));
  if (parsed.success) return parsed.data;
  throw invalid('cursor', 'give the one that came with the page before');
}

function jsonIn(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
