import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { clipText } from './clip.ts';

const MAX_MESSAGE_BYTES = 2_000;

/** What went wrong as a model can use it: the code, and what to change. Of a bug of ours, nothing of the inside is told. */
export function errorText(error: unknown): string {
  if (!(error instanceof FixpointError)) {
    return JSON.stringify({ code: 'INTERNAL', message: 'This is a bug of the server; its log says more.' });
  }
  const { code, message, retryable, retryAfterMs } = error;
  return JSON.stringify({
    code,
    message: clipText(message, MAX_MESSAGE_BYTES).value,
    retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
