import type { Issue } from '../model/issue.ts';
import { inverseLink, LINK_KINDS } from '../model/link.ts';
import { withoutAttribution } from './attribution.ts';
import { knowsFields } from './known-fields.ts';
import { knowsFiles } from './known-files.ts';
import { readComments } from './read-comments.ts';
import { createLinkEnds, type LinkEnds, readLinks } from './read-links.ts';
import type { LinkNumbers, Mapping } from './records.ts';
import { type Side, withSide } from './side.ts';
import { recordsBelow } from './store-port.ts';
import type { SyncRun } from './sync-run.ts';

/**
 * The mapping of an issue that is, with its comments and links, as it was when it was last merged, so that there is nothing
 * to carry; null when something differs. Links that we set at their other ends are no difference, and known from then on.
 */
export async function knownAgain(
  run: SyncRun,
  side: Side,
  mapping: Mapping,
  issue: Issue,
): Promise<Mapping | null> {
  if (issue.id !== mapping.issueId[side]) return null;
  if (!(await knowsFields(run, side, mapping, issue))) return null;
  if (!(await sameComments(run, side, mapping, issue))) return null;
  if (!(await knowsFiles(run, side, mapping))) return null;
  if (run.synced.links.length === 0) return mapping;
  const ends = createLinkEnds(run);
  const links = await readLinks(run, ends, side, mapping);
  const before = mapping.base[side].links;
  if (!run.synced.links.every((field) => sameSet(links[field], before[field]))) return null;
  const changed = difference(links.fromOthers, before.fromOthers);
  for (const link of changed) if (!(await isOfOwner(run, ends, side, mapping, link, links))) return null;
  if (changed.length === 0) return mapping;
  const base = { ...mapping.base[side], links: { ...before, fromOthers: links.fromOthers } };
  return { ...mapping, base: withSide(mapping.base, side, base) };
}

async function sameComments(run: SyncRun, side: Side, mapping: Mapping, issue: Issue): Promise<boolean> {
  const known = (await recordsBelow(run.store, 'comment', `${mapping.id}/`)).map(({ record }) => record);
  if (known.length === 0 && issue.commentCount === 0) return true;
  const found = await readComments(run.backends[side], issue.number);
  const ids = new Set(known.map(({ commentId }) => commentId[side]));
  if ([...found.keys()].some((id) => !ids.has(id))) return false;
  return known.every(({ commentId, attribution, base, status }) => {
    if (status === 'deleted') return true;
    const comment = found.get(commentId[side]);
    return comment !== undefined && withoutAttribution(comment.body, attribution[side]) === base[side];
  });
}

/** Whether the base of the issue that owns a link says of it what is seen from here. */
async function isOfOwner(
  run: SyncRun,
  ends: LinkEnds,
  side: Side,
  mapping: Mapping,
  link: string,
  { fromOthers }: LinkNumbers,
): Promise<boolean> {
  const [name, number] = link.split('/');
  const kind = LINK_KINDS.find((known) => known === name);
  const field = kind && run.synced.links.find((known) => known === inverseLink(kind));
  if (!field) return false;
  const owner = await run.store.get('mapping', await ends.tokenOf(side, Number(number)));
  const isThere = owner?.base[side].links[field].includes(mapping.number[side]) ?? false;
  return isThere === fromOthers.includes(link);
}

function sameSet(left: readonly number[], right: readonly number[]): boolean {
  return difference(left, right).length === 0;
}

function difference<T>(left: readonly T[], right: readonly T[]): readonly T[] {
  return [...left.filter((it) => !right.includes(it)), ...right.filter((it) => !left.includes(it))];
}
