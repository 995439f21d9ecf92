import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { meaningOfLabel } from '@fixpoint/issue-core/model/encoded-labels.ts';
import type { Label } from '@fixpoint/issue-core/model/label.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { z } from 'zod';
import { MAX_PAGE_SIZE } from '../../tracker/stable-pages.ts';
import type { GitHubClient } from './client.ts';
import { findInPages, readPageAt } from './pages.ts';
import { Label as GitHubLabel } from './schema.ts';

type LabelOperations = Pick<IssueBackend, 'listLabels' | 'saveLabel' | 'renameLabel' | 'deleteLabel'>;

const DEFAULT_COLOR = 'ededed';
const Labels = z.array(GitHubLabel);

export function labelOperations(client: GitHubClient): LabelOperations {
  return {
    async listLabels(cursor) {
      const page = await readPageAt(cursor, (number) => readLabels(client, number), toLabel);
      return { ...page, items: page.items.filter(({ name }) => meaningOfLabel(name).field === 'label') };
    },
    async saveLabel({ name: given, color, description }, { signal } = {}) {
      const fields = { name: await labelNamed(client, given), color: color.replace(/^#/, ''), description };
      try {
        const { data } = await client.call(
          `create label ${given}`,
          GitHubLabel,
          ({ issues }, repository) => issues.createLabel({ ...repository, ...fields }),
          signal,
        );
        return toLabel(data);
      } catch (error) {
        if (!(error instanceof FixpointError) || error.code !== 'ALREADY_EXISTS') throw error;
      }
      const { data } = await client.call(
        `change label ${given}`,
        GitHubLabel,
        ({ issues }, repository) => issues.updateLabel({ ...repository, ...fields }),
        signal,
      );
      return toLabel(data);
    },
    async renameLabel(given, newName, { signal } = {}) {
      const name = await labelNamed(client, given);
      const { data } = await client.call(
        `rename label ${given}`,
        GitHubLabel,
        ({ issues }, repository) => issues.updateLabel({ ...repository, name, new_name: newName }),
        signal,
      );
      return toLabel(data);
    },
    async deleteLabel(given, { signal } = {}) {
      const name = await labelNamed(client, given);
      await client.call(
        `delete label ${given}`,
        z.unknown(),
        ({ issues }, repository) => issues.deleteLabel({ ...repository, name }),
        signal,
      );
    },
  };
}

/**
 * The name as the repository spells it, or as a new label should. GitHub itself finds names in any case, but not in
 * any Unicode form, and would make a second label that looks the same.
 */
export async function labelNamed(client: GitHubClient, given: string): Promise<string> {
  if (/^\p{ASCII}*$/u.test(given)) return given;
  const found = await findInPages(
    (page) => readLabels(client, page),
    ({ name }) => fold(name) === fold(given),
  );
  return found?.name ?? given.normalize('NFC');
}

function readLabels(client: GitHubClient, page: number) {
  return client.call('list labels', Labels, ({ issues }, repository) =>
    issues.listLabelsForRepo({ ...repository, page, per_page: MAX_PAGE_SIZE }),
  );
}

function toLabel({ name, color, description }: GitHubLabel): Label {
  return { name, color: `#${(color ?? DEFAULT_COLOR).toLowerCase()}`, description: description ?? '' };
}
