import type { World } from './world.ts';

/** GitLab's limit of requests in a minute; `remaining` may be set at any time. */
export interface RateLimit {
  remaining: number;
}

const LIMIT = 2_000;
const WINDOW_MS = 60_000;

export function createRateLimit(): RateLimit {
  return { remaining: LIMIT };
}

/** As gitlab.com sends with its answers (docs.gitlab.com/administration/settings/user_and_ip_rate_limits). */
export function rateLimitHeaders({ remaining }: RateLimit, world: World): Readonly<Record<string, string>> {
  const resetMs = (Math.floor(world.now() / WINDOW_MS) + 1) * WINDOW_MS;
  return {
    'ratelimit-limit': String(LIMIT),
    'ratelimit-name': 'throttle_authenticated_api',
    'ratelimit-observed': String(LIMIT - remaining),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(Math.floor(resetMs / 1_000)),
    'ratelimit-resettime': new Date(resetMs).toUTCString(),
  };
}

export function retryAfterSeconds(world: World): number {
  return Math.ceil((WINDOW_MS - (world.now() % WINDOW_MS)) / 1_000);
}
