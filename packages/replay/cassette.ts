import { z } from 'zod';

export const CASSETTE_FORMAT = 'fixpoint-cassette/1';

const Block = z.looseObject({ type: z.string() });
const Message = z.strictObject({ role: z.string(), content: z.union([z.string(), z.array(Block)]) });

/** What a turn's request is held against: masked, and without the marks of the provider's prompt cache. */
const RecordedRequest = z.strictObject({
  /** What the whole conversation is under; only in the first turn of an attempt. */
  setup: z
    .strictObject({
      model: z.string(),
      max_tokens: z.number(),
      system: z.unknown().optional(),
      tools: z.array(z.looseObject({ name: z.string() })),
    })
    .nullable(),
  /** The messages since the last answer. */
  messages: z.array(Message),
});

const RecordedMessage = z.strictObject({
  model: z.string(),
  stop_reason: z.string(),
  stop_details: z.looseObject({ type: z.string() }).nullable().optional(),
  content: z.array(Block),
  usage: z.strictObject({
    input_tokens: z.number().int().nonnegative(),
    output_tokens: z.number().int().nonnegative(),
    cache_read_input_tokens: z.number().int().nonnegative(),
    cache_creation_input_tokens: z.number().int().nonnegative(),
  }),
});

const RecordedExchange = z.strictObject({
  attempt: z.number().int().positive(),
  turn: z.number().int().positive(),
  /** Null: not recorded yet. Such an exchange is not played. */
  request: RecordedRequest.nullable(),
  response: RecordedMessage,
});

/** A conversation that can be played back: `docs/cassettes.md` describes the format. */
export const Cassette = z
  .strictObject({
    format: z.literal(CASSETTE_FORMAT),
    name: z.string().regex(/^[a-z0-9-]+$/),
    /** The title of the issue that chooses this cassette. */
    issueTitle: z.string().min(1),
    exchanges: z.array(RecordedExchange).min(1),
  })
  .refine(({ exchanges }) => new Set(exchanges.map(exchangeKey)).size === exchanges.length, {
    message: 'Two exchanges stand at the same attempt and turn.',
  });

export type Cassette = z.infer<typeof Cassette>;
export type RecordedExchange = z.infer<typeof RecordedExchange>;
export type RecordedRequest = z.infer<typeof RecordedRequest>;
export type RecordedMessage = z.infer<typeof RecordedMessage>;

export function exchangeKey({ attempt, turn }: { readonly attempt: number; readonly turn: number }): string {
  return `${attempt}/${turn}`;
}
