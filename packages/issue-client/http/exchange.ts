import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { type Answer, readAnswer } from './read-answer.ts';

export interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type Exchanged =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Nobody heard it. */
  | { readonly kind: 'not-sent'; readonly error: FixpointError; readonly mayHelp: boolean }
  /** It may have been done. */
  | { readonly kind: 'lost'; readonly error: FixpointError };

/** Before a connection was there. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Sends once. @throws FixpointError API_REFUSED for an answer without end; the reason of the signal when it fires */
export async function exchange(send: typeof fetch, outgoing: Outgoing): Promise<Exchanged> {
  const { url, method, headers, body, timeoutMs, signal } = outgoing;
  const timeout = AbortSignal.timeout(Math.ceil(timeoutMs));
  try {
    const response = await send(url, {
      method,
      headers,
      body,
      // A key is for the server that it was given to.
      redirect: 'manual',
      signal: AbortSignal.any([timeout, signal]),
    });
    return { kind: 'answer', answer: await readAnswer(response) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FixpointError) throw error;
    const { origin } = new URL(url);
    if (timeout.aborted) {
      const late = `${origin} did not answer within ${timeoutMs} ms.`;
      return { kind: 'lost', error: new FixpointError('API_UNAVAILABLE', late, { cause: error }) };
    }
    const reason = codeOf(error);
    const told = new FixpointError('API_UNAVAILABLE', `${origin}: ${reason}.`, { cause: error });
    if (!NOT_SENT.has(reason)) return { kind: 'lost', error: told };
    return { kind: 'not-sent', error: told, mayHelp: reason !== 'ENOTFOUND' };
  }
}

/** `fetch` hides what happened in the cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.message.slice(0, 200) : String(cause).slice(0, 200);
}
