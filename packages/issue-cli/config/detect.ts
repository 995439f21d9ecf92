import { createPoliteFetch } from '@fixpoint/forges/http/polite-fetch.ts';
import { FORGES, type ForgeKind } from '@fixpoint/forges/tracker-registry.ts';

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

const PROBE_TIMEOUT_MS = 3_000;
const MAX_PROBE_BYTES = 64 * 1024;

/** Those that everybody knows, without asking; null for any other. They are always reached by HTTPS. */
export function knownForge(host: string): Detected | null {
  const forge = FORGES.find(({ profile }) => profile.isWellKnown(host));
  return forge ? { kind: forge.kind, url: `https://${host}` } : null;
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
    for (const { kind, profile } of FORGES) {
      const response = await probe(`${url}${profile.probe.path}`, {
        headers: { accept: 'application/json' },
        ...(options.signal ? { signal: options.signal } : {}),
      });
      if (profile.probe.fits(response, parseJson(await response.text()))) return { kind, url };
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
