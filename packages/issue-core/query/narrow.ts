import type { Query } from './ast.ts';
import { normalise } from './normalise.ts';

/** What a tracker's own list is asked for; null and empty ask for nothing in particular. */
export interface Narrowed {
  /** The tracker's states: what is in progress is open there. */
  readonly state: 'open' | 'closed' | 'all';
  /** It has all of these. Names are as somebody wrote them, and compared folded: resolve them first against the tracker's. */
  readonly labels: readonly string[];
  readonly assignee: string | null;
  readonly author: string | null;
  readonly milestone: string | null;
  /** ISO 8601; inclusive. */
  readonly updatedSince: string | null;
  /** Folded; each is somewhere in the title or the body, perhaps in the middle of a longer word. */
  readonly words: readonly string[];
}

/**
 * Whatever matches the query fits this request, so that a tracker which is asked for it (or for less of it) answers with at
 * least all that match. Only what holds for every match is taken; the rest is for `matches` to filter. Types and priorities
 * are left out, because whether they are labels is the tracker's affair.
 */
export function narrow(query: Query): Narrowed {
  const normal = normalise(query);
  const parts = normal.kind === 'and' ? normal.parts : [normal];
  return {
    state: trackerState(normal),
    labels: parts.flatMap((part) => (part.kind === 'label' ? [part.name] : [])),
    assignee: first(parts.map((part) => (part.kind === 'assignee' ? part.login : null))),
    author: first(parts.map((part) => (part.kind === 'author' ? part.login : null))),
    milestone: first(parts.map((part) => (part.kind === 'milestone' ? part.title : null))),
    updatedSince: latest(parts.map(updatedFrom)),
    words: parts.flatMap((part) => (part.kind === 'text' ? [part.word] : [])),
  };
}

function trackerState(query: Query): Narrowed['state'] {
  switch (query.kind) {
    case 'state':
      return query.state === 'closed' ? 'closed' : 'open';
    case 'not-closed':
      return 'open';
    case 'is':
      return query.what === 'ready' ? 'open' : 'all';
    case 'not':
      return stateWithout(query.part);
    case 'and':
      return query.parts.map(trackerState).find((state) => state !== 'all') ?? 'all';
    case 'or': {
      const [state = 'all', ...others] = query.parts.map(trackerState);
      return others.every((other) => other === state) ? state : 'all';
    }
    default:
      return 'all';
  }
}

function stateWithout(part: Query): Narrowed['state'] {
  if (part.kind === 'not-closed') return 'closed';
  return part.kind === 'state' && part.state === 'closed' ? 'open' : 'all';
}

function updatedFrom(part: Query): string | null {
  return part.kind === 'time' && part.field === 'updated' ? part.range.from : null;
}

function first(values: readonly (string | null)[]): string | null {
  return values.find((value) => value !== null) ?? null;
}

function latest(times: readonly (string | null)[]): string | null {
  return (
    times
      .filter((time) => time !== null)
      .toSorted()
      .at(-1) ?? null
  );
}
