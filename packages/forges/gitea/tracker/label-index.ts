import { meaningOfLabel } from '@fixpoint/issue-core/model/encoded-labels.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { allPages } from './all-pages.ts';
import type { TrackerClient } from './client.ts';
import { hasCode } from './errors.ts';
import { Label, Labels } from './schema.ts';

export interface IndexedLabel extends Label {
  /** It belongs to the organization, for all its repositories. */
  readonly ofOrganization: boolean;
}

/** Labels by name, whatever its case: Gitea takes them by id, and drops names that it does not know. */
export interface LabelIndex {
  /** As the server has them now. */
  list(signal?: AbortSignal): Promise<readonly IndexedLabel[]>;
  /** All that have this name, the best first; looked for anew when it is not known. */
  find(name: string, signal?: AbortSignal): Promise<readonly IndexedLabel[]>;
  /** The ids under which these names can be given; those that lack are made, once. */
  ensure(names: readonly string[], signal?: AbortSignal): Promise<readonly number[]>;
  /** After labels were changed, or turned out to have been changed by others. */
  forget(): void;
}

/** How long a label that somebody else renames may still be taken for what it was. */
const FRESH_FOR_MS = 10_000;
const COLORS = { label: '#ededed', 'in-progress': '#fbca04', type: '#1d76db', priority: '#d93f0b' } as const;

export function createLabelIndex(client: TrackerClient, now: () => number): LabelIndex {
  let known: { readonly atMs: number; readonly labels: readonly IndexedLabel[] } | null = null;
  let isOrganization: boolean | null = null;
  // One after the other, or two issues with the same new label would make it twice: names are not unique in Gitea.
  let making: Promise<unknown> = Promise.resolve();

  async function list(signal?: AbortSignal): Promise<readonly IndexedLabel[]> {
    const own = await allPages((query) =>
      client.ask({ method: 'GET', path: '/labels', query, schema: Labels, signal }),
    );
    const shared = await listOfOrganization(signal);
    const labels = [
      ...own.map((label) => ({ ...label, ofOrganization: false })),
      ...shared.map((label) => ({ ...label, ofOrganization: true })),
    ];
    known = { atMs: now(), labels };
    return labels;
  }

  async function listOfOrganization(signal?: AbortSignal): Promise<readonly Label[]> {
    if (isOrganization === false) return [];
    const path = `/orgs/${encodeURIComponent(client.owner)}/labels`;
    try {
      const labels = await allPages((query) =>
        client.ask({ method: 'GET', ofServer: true, path, query, schema: Labels, signal }),
      );
      isOrganization = true;
      return labels;
    } catch (error) {
      // Owned by a person, or a token that may not look into organizations.
      if (!hasCode(error, 'FORGE_NOT_FOUND', 'FORGE_FORBIDDEN')) throw error;
      isOrganization = false;
      return [];
    }
  }

  async function find(name: string, signal?: AbortSignal): Promise<readonly IndexedLabel[]> {
    const cached = known && now() - known.atMs < FRESH_FOR_MS ? known.labels : null;
    const found = named(name, cached ?? []);
    return found.length > 0 ? found : named(name, await list(signal));
  }

  async function ensureOne(name: string, signal?: AbortSignal): Promise<number> {
    const [existing] = await find(name, signal);
    if (existing) return existing.id;
    const color = COLORS[meaningOfLabel(name).field];
    const body = { name, color };
    const made = await client.request({ method: 'POST', path: '/labels', body, schema: Label, signal });
    if (known) known = { ...known, labels: [...known.labels, { ...made, ofOrganization: false }] };
    return made.id;
  }

  return {
    list,
    find,
    ensure(names, signal) {
      const ids = making.then(async () => {
        const found: number[] = [];
        for (const name of names) found.push(await ensureOne(name, signal));
        return found;
      });
      making = ids.catch(() => undefined);
      return ids;
    },
    forget() {
      known = null;
    },
  };
}

/** Exactly so written before otherwise written, older before younger. */
function named(name: string, labels: readonly IndexedLabel[]): readonly IndexedLabel[] {
  const folded = fold(name.trim());
  return labels
    .filter((label) => fold(label.name) === folded)
    .toSorted((a, b) => Number(b.name === name) - Number(a.name === name) || a.id - b.id);
}
