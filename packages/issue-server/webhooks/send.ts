import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { checkTarget, publicLookup } from './target-guard.ts';

export interface Message {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly payload: string;
}

export type Sent =
  | { readonly status: number; readonly error: null }
  | { readonly status: null; readonly error: string };

export interface SendOptions {
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

const USER_AGENT = 'issue-core-webhooks/1';
const MAX_ERROR_CHARS = 300;

/**
 * Posts a message, signed as https://www.standardwebhooks.com says. Redirects are not followed, and nothing of the answer but
 * its status is read. Whatever goes wrong is told, not thrown.
 */
export async function sendMessage(message: Message, options: SendOptions): Promise<Sent> {
  try {
    checkTarget(message.url, options.allowPrivate);
    return { status: await post(message, options), error: null };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { status: null, error: text.slice(0, MAX_ERROR_CHARS) };
  }
}

function post({ id, url, secret, payload }: Message, options: SendOptions): Promise<number> {
  const at = options.now();
  const send = new URL(url).protocol === 'https:' ? httpsRequest : httpRequest;
  const answered = Promise.withResolvers<number>();
  const request = send(url, {
    method: 'POST',
    agent: false,
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]),
    ...(options.allowPrivate ? {} : { lookup: publicLookup }),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
      'user-agent': USER_AGENT,
      'webhook-id': id,
      'webhook-timestamp': Math.floor(at.getTime() / 1_000),
      'webhook-signature': new Webhook(secret).sign(id, at, payload),
    },
  });
  request.on('response', (response) => {
    answered.resolve(response.statusCode ?? 0);
    response.destroy();
  });
  request.on('error', answered.reject);
  request.end(payload);
  return answered.promise;
}
