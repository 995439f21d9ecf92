import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { allPages } from './all-pages.ts';
import type { GitLabClient } from './client.ts';
import { type Label, Labels } from './schema.ts';

/** Labels by name, whatever its case: in GitLab, `Bug` and `bug` are two. */
export interface LabelIndex {
  /** As the server has them now, those of groups among them. */
  list(signal?: AbortSignal): Promise<readonly Label[]>;
  /** All that have this name, the best first; looked for anew when it is not known. */
  find(name: string, signal?: AbortSignal): Promise<readonly Label[]>;
  /** After labels were changed, or turned out to have been changed by others. */
  forget(): void;
}

/** How long a label that somebody else renames may still be taken for what it was. */
const FRESH_FOR_MS = 10_000;

export function createLabelIndex(client: GitLabClient, now: () => number): LabelIndex {
  let known: { readonly atMs: number; readonly labels: readonly Label[] } | null = null;

  async function list(signal?: AbortSignal): Promise<readonly Label[]> {
    const labels = await allPages((query) =>
      client.ask({ method: 'GET', path: '/labels', query, schema: Labels, signal }),
    );
    known = { atMs: now(), labels };
    return labels;
  }

  return {
    list,
    async find(name, signal) {
      const cached = known && now() - known.atMs < FRESH_FOR_MS ? known.labels : null;
      const found = named(name, cached ?? []);
      return found.length > 0 ? found : named(name, await list(signal));
    },
    forget() {
      known = null;
    },
  };
}

/** Exactly so written before otherwise written, older before younger. */
function named(name: string, labels: readonly Label[]): readonly Label[] {
  const folded = fold(name.trim());
  return labels
    .filter((label) => fold(label.name) === folded)
    .toSorted((a, b) => Number(b.name === name) - Number(a.name === name) || a.id - b.id);
}
