import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { ApiRequest } from './api-request.ts';
import { nameOf } from './api-request.ts';

/** A page of a hundred of the longest issues. */
const MAX_ANSWER_BYTES = 256 * 1024 ** 2;

/** What came back, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

/** @throws FixpointError API_REFUSED when it is too long */
export async function readAnswer(response: Response, maxBytes = MAX_ANSWER_BYTES): Promise<Answer> {
  const { status, headers } = response;
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) {
      throw new FixpointError('API_REFUSED', `An answer has more than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return { status, headers, bytes: Buffer.concat(chunks) };
}

/** @throws FixpointError API_REFUSED when it is not what was asked for */
export function parseAnswer<T>(request: ApiRequest<T>, { bytes }: Pick<Answer, 'bytes'>): T {
  const { answer, answerIs = 'json' } = request;
  const parsed = answer.safeParse(answerIs === 'bytes' ? new Uint8Array(bytes) : jsonIn(bytes));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new FixpointError('API_REFUSED', `${nameOf(request)} was answered with something else (${wrong}).`);
}

/** Undefined, which fits no schema but that of nothing, when it is no JSON. */
export function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
