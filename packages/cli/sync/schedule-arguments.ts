import { z } from 'zod';

const Tracker = z.object({ forgeInstance: z.string(), owner: z.string(), name: z.string() }).readonly();

/** What the Schedule of a pair starts its workflow with, as the server gives it back. */
export const ScheduleArguments = z.tuple([
  z.object({
    pair: z
      .object({
        name: z.string(),
        a: Tracker,
        b: Tracker,
        direction: z.enum(['both', 'a-to-b', 'b-to-a']),
        policy: z.enum(['manual', 'a', 'b', 'newer']),
        deletes: z.enum(['close', 'delete', 'keep']),
        everyMinutes: z.number(),
        users: z
          .array(z.object({ a: z.string(), b: z.string() }).readonly())
          .readonly()
          .exactOptional(),
      })
      .readonly(),
  }),
]);
