import type { World } from './world.ts';

/** GitHub's hourly limit of requests; `remaining` may be set at any time. */
export interface RateLimit {
  remaining: number;
}

const LIMIT = 5_000;
const WINDOW_MS = 60 * 60_000;

export function createRateLimit(): RateLimit {
  return { remaining: LIMIT };
}

export function rateLimitHeaders(limit: RateLimit, world: World): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(LIMIT),
    'x-ratelimit-remaining': String(limit.remaining),
    'x-ratelimit-used': String(LIMIT - limit.remaining),
    'x-ratelimit-reset': String(Math.floor((world.now() + WINDOW_MS) / 1_000)),
    'x-ratelimit-resource': 'core',
  };
}
