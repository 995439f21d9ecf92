import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';

/**
 * An answer of a forge as its schema has it.
 *
 * @param what the request, without its query and its headers
 * @throws FixpointError FORGE_REFUSED when it is not what was expected
 */
export function parseAnswer<Schema extends z.ZodType>(
  what: string,
  text: string,
  schema: Schema,
): z.infer<Schema> {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new FixpointError('FORGE_REFUSED', `${what}: unexpected answer: ${z.prettifyError(parsed.error)}`);
}

/** Nothing, and what is not JSON, is left to the schema to refuse. */
function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 200);
  }
}
