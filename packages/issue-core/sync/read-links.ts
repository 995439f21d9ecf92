import { inverseLink } from '../model/link.ts';
import { compareText } from './canonical.ts';
import { issueKey } from './record-keys.ts';
import type { LinkNumbers, Mapping } from './records.ts';
import type { PerSide, Side } from './side.ts';
import type { SyncRun } from './sync-run.ts';
import { LINK_FIELDS, type LinkField } from './synced-fields.ts';

/** The other ends of links, named alike on both sides: by the mapping of the issue, or by side and number without one. */
export interface LinkEnds {
  tokenOf(side: Side, number: number): Promise<string>;
  /** Null where the issue has no half on this side. */
  numberOf(side: Side, token: string): Promise<number | null>;
}

export function createLinkEnds(run: SyncRun): LinkEnds {
  return {
    async tokenOf(side, number) {
      const mappingId = await run.store.get('mapping-ref', issueKey(side, number));
      const mapping = mappingId && (await run.store.get('mapping', mappingId));
      return mapping && mapping.status === 'live' ? mapping.id : `?${side}/${number}`;
    },
    async numberOf(side, token) {
      if (token.startsWith('?')) return token.startsWith(`?${side}/`) ? Number(token.slice(3)) : null;
      const mapping = await run.store.get('mapping', token);
      return mapping?.number[side] ?? null;
    },
  };
}

/**
 * The links of one issue. Each is owned by one of its ends, whose mapping keeps its base: the child, the blocked one, the
 * duplicate, and of two that relate the one whose mapping comes first.
 */
export async function readLinks(
  run: SyncRun,
  ends: LinkEnds,
  side: Side,
  mapping: Mapping,
): Promise<LinkNumbers> {
  const owned: Record<LinkField, number[]> = { parent: [], blocked_by: [], relates: [], duplicates: [] };
  const fromOthers: string[] = [];
  for (const { kind, number } of await run.backends[side].listLinks(mapping.number[side])) {
    const field = LINK_FIELDS.find((known) => known === kind);
    const elsewhere = field === 'relates' && (await ends.tokenOf(side, number)) < mapping.id;
    if (field && !elsewhere) owned[field].push(number);
    else if (isSynced(run, inverseLink(kind))) fromOthers.push(`${kind}/${number}`);
  }
  return { ...owned, fromOthers: fromOthers.toSorted(compareText) };
}

/** The issues that own a link which came or went since it was last seen from here. */
export async function ownersOfChanges(
  ends: LinkEnds,
  before: PerSide<LinkNumbers>,
  now: PerSide<LinkNumbers>,
  side: Side,
): Promise<readonly string[]> {
  const [old, fresh] = [before[side].fromOthers, now[side].fromOthers];
  const came = fresh.filter((link) => !old.includes(link));
  const went = old.filter((link) => !fresh.includes(link));
  const changed = [...came, ...went].map((link) => Number(link.split('/')[1]));
  const tokens = await Promise.all(changed.map((number) => ends.tokenOf(side, number)));
  return tokens.filter((token) => !token.startsWith('?'));
}

function isSynced(run: SyncRun, kind: string): boolean {
  return run.synced.links.some((field) => field === kind);
}
