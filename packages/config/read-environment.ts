import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { z } from 'zod';

/** An environment as `process.env` has it; tests give their own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the variables that a schema names, and says of each wrong one what is wrong with it.
 * Empty variables count as absent, because compose files and shells leave them behind.
 *
 * @throws FixpointError INVALID_CONFIG
 */
export function readEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Environment = process.env,
): z.infer<Schema> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new FixpointError('INVALID_CONFIG', wrong.join('; '));
}
