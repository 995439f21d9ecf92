import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TierMemory } from '@fixpoint/forges/gitlab/tracker/find-tier.ts';
import { FORGES } from '@fixpoint/forges/tracker-registry.ts';
import { z } from 'zod';
import type { Detected } from './detect.ts';
import { makeIssueCoreFolder } from './issue-core-folder.ts';
import { TIERS } from './repository-config.ts';
import { FOLDER } from './repository-root.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

const DetectedFile = z.object({
  version: z.literal(1),
  /** By the first address that was tried. */
  forges: z.record(
    z.string(),
    z.object({ kind: z.enum(FORGES.map(({ kind }) => kind)), url: z.url(), at: z.number() }),
  ),
  /** By the addresses of GitLab's projects. */
  tiers: z.record(z.string(), z.object({ tier: z.enum(TIERS), at: z.number() })).default({}),
});
type DetectedFile = z.infer<typeof DetectedFile>;

const FILE = 'detected.json';
const KEPT_FOR_MS = 24 * 60 * 60_000;
const MAX_ENTRIES = 50;

/** What was found at this address within the last day; null when it has to be asked. */
export async function readDetected(root: string, address: string, nowMs: number): Promise<Detected | null> {
  const entry = fresh((await readCache(root)).forges[address], nowMs);
  if (!entry) return null;
  // What the file says may not send us anywhere else than where we would have asked.
  if (new URL(entry.url).origin !== new URL(address).origin) return null;
  return { kind: entry.kind, url: entry.url };
}

/** False when there is no room for it here, as on a disk that is only read: then it is asked again. */
export async function keepDetected(
  root: string,
  address: string,
  detected: Detected,
  nowMs: number,
): Promise<boolean> {
  const cache = await readCache(root);
  return write(root, {
    ...cache,
    forges: newest({ ...cache.forges, [address]: { ...detected, at: nowMs } }),
  });
}

/** What the licences of GitLab's projects allow, as far as they were asked within the last day. */
export function detectedTiers(root: string, now: () => number): TierMemory {
  return {
    async read(projectUrl) {
      return fresh((await readCache(root)).tiers[projectUrl], now())?.tier ?? null;
    },
    async keep(projectUrl, tier) {
      const cache = await readCache(root);
      await write(root, { ...cache, tiers: newest({ ...cache.tiers, [projectUrl]: { tier, at: now() } }) });
    },
  };
}

function fresh<Entry extends { readonly at: number }>(entry: Entry | undefined, nowMs: number): Entry | null {
  if (!entry || entry.at > nowMs || nowMs - entry.at > KEPT_FOR_MS) return null;
  return entry;
}

function newest<Entry extends { readonly at: number }>(
  entries: Readonly<Record<string, Entry>>,
): Record<string, Entry> {
  const ordered = Object.entries(entries).sort(([, a], [, b]) => b.at - a.at);
  return Object.fromEntries(ordered.slice(0, MAX_ENTRIES));
}

async function write(root: string, file: DetectedFile): Promise<boolean> {
  try {
    const folder = await makeIssueCoreFolder(root);
    await writeFileAtomically(join(folder, FILE), `${JSON.stringify(file, null, 2)}\n`);
    return true;
  } catch {
    return false;
  }
}

/** A cache that is absent or broken is an empty one. */
async function readCache(root: string): Promise<DetectedFile> {
  const text = await readFile(join(root, FOLDER, FILE), 'utf8').catch(() => '');
  try {
    return DetectedFile.parse(JSON.parse(text));
  } catch {
    return { version: 1, forges: {}, tiers: {} };
  }
}
