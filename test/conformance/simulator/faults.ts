/** An answer that is none of the forge's own: of a proxy, or a limit. `after`: the work was done all the same. */
export interface AnswerFault {
  readonly kind: 'answer';
  readonly status: number;
  readonly after: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What goes wrong with a request. */
export type Fault =
  | AnswerFault
  /** The work is done, and the connection ends without an answer. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'slow'; readonly delayMs: number };

export interface FaultRule {
  readonly method: string;
  readonly path: RegExp;
  readonly fault: Fault;
  /** How many requests it spoils; then it is over. */
  readonly times: number;
}

export interface Faults {
  add(rule: FaultRule): void;
  take(method: string, path: string): Fault | null;
}

export function createFaults(): Faults {
  const waiting: { readonly rule: FaultRule; left: number }[] = [];
  return {
    add(rule) {
      waiting.push({ rule, left: rule.times });
    },
    take(method, path) {
      const found = waiting.find(
        ({ rule, left }) => left > 0 && rule.method === method && rule.path.test(path),
      );
      if (!found) return null;
      found.left -= 1;
      return found.rule.fault;
    },
  };
}

export function badGateway(when: 'before' | 'after'): Fault {
  const body = '<html><body>502 Bad Gateway</body></html>';
  return {
    kind: 'answer',
    status: 502,
    after: when === 'after',
    headers: { 'content-type': 'text/html' },
    body,
  };
}

/** As GitHub tells of its secondary limits (docs.github.com, "Rate limits for the REST API"). */
export function secondaryLimit(status: 403 | 429, retryAfterSeconds: number | null): Fault {
  const headers = {
    'content-type': 'application/json',
    ...(retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }),
  };
  const body = JSON.stringify({
    message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    documentation_url: 'https://docs.github.com/rest',
  });
  return { kind: 'answer', status, after: false, headers, body };
}
