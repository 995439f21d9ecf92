import { LocalStackError } from '../errors.ts';

export type GiteaLogin = { readonly token: string } | { readonly user: string; readonly password: string };

const REQUEST_TIMEOUT_MS = 30_000;

/** Calls the local Gitea as an administrator or a user would, to set up what Fixpoint itself may not. */
export class GiteaApi {
  private readonly url: string;
  private readonly authorization: string;

  constructor(url: string, login: GiteaLogin) {
    this.url = url;
    this.authorization =
      'token' in login
        ? `token ${login.token}`
        : `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
  }

  /** @throws LocalStackError LOCAL_UNHEALTHY with what Gitea answered, unless the status is among `accepted`. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    accepted: readonly number[] = [],
  ): Promise<unknown> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: this.authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok && !accepted.includes(response.status)) {
      throw new LocalStackError(
        'LOCAL_UNHEALTHY',
        `Gitea: ${method} ${path}: ${response.status} ${text.slice(0, 300)}`,
      );
    }
    return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  }
}
