import type { JsonValue } from '@fixpoint/contracts/json.ts';
import { z } from 'zod';

/**
 * Any JSON object. Its members are not looked at: whoever sends it sends JSON, and what nests too deeply is refused before it
 * is parsed. (`z.json()` would recurse, and name itself by a reference that no OpenAPI document can resolve.)
 */
export const JsonObject = z.record(z.string(), z.unknown() as z.ZodType<JsonValue, JsonValue>);
