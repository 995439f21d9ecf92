import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';

/** @throws FixpointError LOCAL_STORE_FAILED when somebody else wrote into the tables */
export function readRow<T>(schema: z.ZodType<T>, row: unknown): T {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  throw new FixpointError('LOCAL_STORE_FAILED', `coordination: ${z.prettifyError(parsed.error)}`);
}

/** @throws FixpointError LOCAL_STORE_FAILED, likewise */
export function readJson<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return readRow(schema, JSON.parse(text));
  } catch (error) {
    if (error instanceof FixpointError) throw error;
    throw new FixpointError('LOCAL_STORE_FAILED', 'coordination: a column holds no JSON.', { cause: error });
  }
}
