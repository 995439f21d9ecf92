import { createPoliteFetch } from '@fixpoint/forges/http/polite-fetch.ts';
import { z } from 'zod';

export const FORGE_KINDS = ['gitea', 'github', 'gitlab'] as const;
export type ForgeKind = (typeof FORGE_KINDS)[number];

export interface Detected {
  readonly kind: ForgeKind;
  /** The address of the server: origin, and the path below which it runs, if any. */
  readonly url: string;
}

export interface DetectOptions {
  readonly fetch?: typeof fetch;
  /** Of one probe; default 3,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const KNOWN: Readonly<Record<string, ForgeKind>> = {
  'github.com': 'github',
  'gitlab.com': 'gitlab',
  'codeberg.org': 'gitea',
  'gitea.com': 'gitea',
};
const PROBE_TIMEOUT_MS = 3_000;
const MAX_PROBE_BYTES = 64 * 1024;

const GiteaVersion = z.object({ version: z.string() });
const GiteaRefusal = z.object({ message: z.string().regex(/signed in user/i) });
const GitLabAnswer = z.union([
  z.object({ version: z.string(), revision: z.string() }),
  z.object({ message: z.string().regex(/401/) }),
]);
const GitHubMeta = z.object({ verifiable_password_authentication: z.boolean() });

/** In this order: Gitea has been taken for GitLab by those who ask the other way round. */
const PROBES: readonly {
  readonly kind: ForgeKind;
  readonly path: string;
  fits(response: Response, body: unknown): boolean;
}[] = [
  {
    kind: 'gitea',
    path: '/api/v1/version',
    fits: ({ status }, body) =>
      (status === 200 && GiteaVersion.safeParse(body).success) ||
      // An instance that wants everybody to sign in.
      (status === 403 && GiteaRefusal.safeParse(body).success),
  },
  {
    kind: 'gitlab',
    path: '/api/v4/version',
    fits: ({ status }, body) => (status === 200 || status === 401) && GitLabAnswer.safeParse(body).success,
  },
  {
    kind: 'github',
    path: '/api/v3/meta',
    fits: ({ status, headers }, body) =>
      headers.has('x-github-enterprise-version') || (status === 200 && GitHubMeta.safeParse(body).success),
  },
];

/** Those that everybody knows, without asking; null for any other. They are always reached by HTTPS. */
export function knownForge(host: string): Detected | null {
  const kind = KNOWN[host] ?? (host.endsWith('.ghe.com') ? 'github' : undefined);
  return kind === undefined ? null : { kind, url: `https://${host}` };
}

/**
 * Which forge is at one of these addresses, tried in their order, asked without any token; null when something else is.
 *
 * @throws FixpointError FORGE_UNAVAILABLE when nobody answers
 */
export async function detectForge(
  addresses: readonly string[],
  options: DetectOptions = {},
): Promise<Detected | null> {
  const probe = createPoliteFetch({
    requestTimeoutMs: options.timeoutMs ?? PROBE_TIMEOUT_MS,
    maxAnswerBytes: MAX_PROBE_BYTES,
    maxWaitMs: 0,
    readRetryDelaysMs: [],
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
  for (const url of addresses) {
    const known = knownForge(new URL(url).host);
    if (known) return known;
    for (const { kind, path, fits } of PROBES) {
      const response = await probe(`${url}${path}`, {
        headers: { accept: 'application/json' },
        ...(options.signal ? { signal: options.signal } : {}),
      });
      if (fits(response, parseJson(await response.text()))) return { kind, url };
    }
  }
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
