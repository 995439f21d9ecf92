import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Database } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { withSqliteErrors } from '@fixpoint/issue-core/sqlite/sqlite-errors.ts';
import { z } from 'zod';

const WHAT = 'server tables';

/** @throws FixpointError LOCAL_STORE_FAILED, LOCAL_STORE_BUSY; as both of these */
export function writing<T>(database: Database, work: () => T): T {
  return withSqliteErrors(WHAT, () => database.transaction(work).immediate());
}

export function reading<T>(database: Database, work: () => T): T {
  return withSqliteErrors(WHAT, () => database.transaction(work).deferred());
}

/** @throws FixpointError LOCAL_STORE_FAILED when somebody else wrote into the tables */
export function rowAs<T>(schema: z.ZodType<T>, row: unknown): T {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  throw new FixpointError('LOCAL_STORE_FAILED', `${WHAT}: ${z.prettifyError(parsed.error)}`);
}

/** A column that holds JSON. */
export function jsonColumn<T>(schema: z.ZodType<T>) {
  return z.string().transform((text, context): T => {
    const parsed = schema.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: 'is no such JSON' });
    return z.NEVER;
  });
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
