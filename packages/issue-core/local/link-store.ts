import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Link } from '../model/link.ts';
import { LINK_KINDS } from '../model/link.ts';
import { invalid } from './clean-text.ts';
import type { IssueReader } from './issue-reader.ts';
import type { IssueWriter } from './issue-writer.ts';
import type { LocalSession } from './session.ts';

/** Links as they are stored: once each, from the end that acts. */
type StoredKind = 'blocks' | 'relates' | 'duplicates';

type Place =
  | { readonly kind: 'parent'; readonly child: number; readonly parent: number }
  | { readonly kind: StoredKind; readonly source: number; readonly target: number };

export interface LinkStore {
  of(number: number): readonly Link[];
  /** Whether it was not there before. @throws FixpointError LINK_CYCLE, INVALID_INPUT, ISSUE_NOT_FOUND */
  add(number: number, link: Link, at: number): boolean;
  /** Whether it was there. */
  remove(number: number, link: Link, at: number): boolean;
  /** @throws FixpointError LINK_CYCLE, ISSUE_NOT_FOUND */
  setParent(child: number, parent: number | null, at: number): void;
  /** All links of an issue that is about to go. */
  removeAll(number: number, at: number): void;
}

const LINKS_OF_ISSUE = `
  SELECT 'parent' AS kind, parent AS number FROM issues WHERE number = +:number AND parent IS NOT NULL
  UNION ALL SELECT 'child', number FROM issues WHERE parent = +:number
  UNION ALL SELECT kind, target FROM links WHERE source = +:number
  UNION ALL SELECT CASE kind WHEN 'blocks' THEN 'blocked_by' WHEN 'duplicates' THEN 'duplicated_by' ELSE kind END, source
    FROM links WHERE target = +:number`;

/** Whether the issue `wanted` is the start or, by this way, reached from it. UNION ends it in a circle, too. */
const AMONG_ANCESTORS = `
  WITH RECURSIVE reached (number) AS (
    SELECT :start UNION SELECT i.parent FROM reached JOIN issues i ON i.number = reached.number WHERE i.parent IS NOT NULL)
  SELECT 1 FROM reached WHERE number = +:wanted`;
const AMONG_BLOCKED = `
  WITH RECURSIVE reached (number) AS (
    SELECT :start UNION SELECT l.target FROM reached JOIN links l ON l.source = reached.number AND l.kind = 'blocks')
  SELECT 1 FROM reached WHERE number = +:wanted`;

/** Every change of a link is a change of both its issues. Within a read or write. */
export function createLinkStore(
  { database }: LocalSession,
  { reader, writer }: { readonly reader: IssueReader; readonly writer: IssueWriter },
): LinkStore {
  const linksOf = database.prepare<[{ number: number }], Link>(LINKS_OF_ISSUE);
  const amongAncestors = database.prepare<[{ start: number; wanted: number }]>(AMONG_ANCESTORS);
  const amongBlocked = database.prepare<[{ start: number; wanted: number }]>(AMONG_BLOCKED);
  const insert = database.prepare<[StoredKind, number, number]>(
    'INSERT OR IGNORE INTO links VALUES (?, ?, ?)',
  );
  const remove = database.prepare<[StoredKind, number, number]>(
    'DELETE FROM links WHERE kind = ? AND source = ? AND target = ?',
  );
  const parentOf = database
    .prepare<[number], number | null>('SELECT parent FROM issues WHERE number = ?')
    .pluck();
  const saveParent = database.prepare<[number | null, number]>(
    'UPDATE issues SET parent = ? WHERE number = ?',
  );

  function touch(numbers: readonly (number | null)[], at: number): void {
    for (const number of numbers) if (number !== null) writer.touch(number, at);
  }

  function setParent(child: number, parent: number | null, at: number): void {
    const before = parentOf.get(child) ?? null;
    if (before === parent) return;
    if (parent !== null) {
      reader.mustExist(parent);
      if (amongAncestors.get({ start: parent, wanted: child })) throw cycle(child, 'parent', parent);
    }
    saveParent.run(parent, child);
    touch([child, before, parent], at);
  }

  function insertLink(kind: StoredKind, source: number, target: number): boolean {
    if (kind === 'blocks' && amongBlocked.get({ start: target, wanted: source })) {
      throw cycle(source, kind, target);
    }
    if (source === target) throw invalid('link', `#${source} cannot be linked to itself`);
    return insert.run(kind, source, target).changes > 0;
  }

  function removeAt(place: Place, at: number): boolean {
    if (place.kind !== 'parent') return remove.run(place.kind, place.source, place.target).changes > 0;
    if (parentOf.get(place.child) !== place.parent) return false;
    setParent(place.child, null, at);
    return true;
  }

  return {
    of(number) {
      const order = ({ kind, number: other }: Link) => LINK_KINDS.indexOf(kind) * 2 ** 40 + other;
      return linksOf.all({ number }).sort((a, b) => order(a) - order(b));
    },

    add(number, link, at) {
      reader.mustExist(number);
      reader.mustExist(link.number);
      const place = placeOf(number, link);
      if (place.kind === 'parent') {
        const isNew = parentOf.get(place.child) !== place.parent;
        setParent(place.child, place.parent, at);
        return isNew;
      }
      const isNew = insertLink(place.kind, place.source, place.target);
      if (isNew) touch([number, link.number], at);
      return isNew;
    },

    remove(number, link, at) {
      reader.mustExist(number);
      const removed = removeAt(placeOf(number, link), at);
      if (removed) touch([number, link.number], at);
      return removed;
    },

    setParent,

    removeAll(number, at) {
      for (const link of linksOf.all({ number })) {
        removeAt(placeOf(number, link), at);
        touch([link.number], at);
      }
    },
  };
}

function placeOf(number: number, { kind, number: other }: Link): Place {
  switch (kind) {
    case 'parent':
      return { kind, child: number, parent: other };
    case 'child':
      return { kind: 'parent', child: other, parent: number };
    case 'blocks':
    case 'duplicates':
      return { kind, source: number, target: other };
    case 'blocked_by':
      return { kind: 'blocks', source: other, target: number };
    case 'duplicated_by':
      return { kind: 'duplicates', source: other, target: number };
    case 'relates':
      // It has no direction: the smaller number stands first, so that it is there once.
      return { kind, source: Math.min(number, other), target: Math.max(number, other) };
    default:
      return assertNever(kind);
  }
}

function cycle(number: number, kind: Link['kind'], other: number): FixpointError {
  return new FixpointError('LINK_CYCLE', `#${number} ${kind} #${other}.`);
}
