import { z } from 'zod';

const Block = z.looseObject({ type: z.string() });

/** As much of a `POST /v1/messages` as replaying needs. */
export const MessagesRequest = z.looseObject({
  model: z.string(),
  max_tokens: z.number(),
  stream: z.boolean().default(false),
  system: z.unknown().optional(),
  tools: z.array(z.looseObject({ name: z.string() })).default([]),
  metadata: z.looseObject({ user_id: z.string().nullish() }).nullish(),
  messages: z.array(z.object({ role: z.string(), content: z.union([z.string(), z.array(Block)]) })).min(1),
});

export type MessagesRequest = z.infer<typeof MessagesRequest>;

/** Where in which conversation a request stands. */
export interface Position {
  readonly issueTitle: string;
  readonly attempt: number;
  readonly turn: number;
  /** The run, as the request's metadata names it. */
  readonly runId: string | null;
}

const TITLE = /<issue_title>([^<]*)<\/issue_title>/;
const ATTEMPT = /^Attempt (\d+) of \d+\b/;

/** Reads the position from the first message and the number of answers; null when it is no conversation of Fixpoint. */
export function readPosition(request: MessagesRequest): Position | null {
  const first = firstText(request);
  const title = TITLE.exec(first)?.[1];
  const attempt = ATTEMPT.exec(first)?.[1];
  if (title === undefined || attempt === undefined) return null;
  const answers = request.messages.filter(({ role }) => role === 'assistant').length;
  return {
    issueTitle: title,
    attempt: Number(attempt),
    turn: answers + 1,
    runId: request.metadata?.user_id ?? null,
  };
}

function firstText(request: MessagesRequest): string {
  const content = request.messages[0]?.content ?? '';
  if (typeof content === 'string') return content;
  const text = content.find(({ type }) => type === 'text')?.text;
  return typeof text === 'string' ? text : '';
}
