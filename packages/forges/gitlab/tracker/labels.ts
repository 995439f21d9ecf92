import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { meaningOfLabel } from '@fixpoint/issue-core/model/encoded-labels.ts';
import type { Label } from '@fixpoint/issue-core/model/label.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { z } from 'zod';
import type { GitLabClient } from './client.ts';
import { notFound, quoted } from './errors.ts';
import type { LabelIndex } from './label-index.ts';
import { Label as GitLabLabel } from './schema.ts';

/** Labels are asked for by id alone: where a name has the form of one (`7`), GitLab takes it for the id. */
export function labelOperations(
  client: GitLabClient,
  index: LabelIndex,
): Pick<IssueBackend, 'listLabels' | 'saveLabel' | 'renameLabel' | 'deleteLabel'> {
  /** Those of a group are not the project's to change. */
  async function ownLabels(name: string, signal?: AbortSignal): Promise<readonly GitLabLabel[]> {
    index.forget();
    const found = await index.find(name, signal);
    if (found.length === 0) throw notFound(`label ${quoted(name)}`);
    const own = found.filter(({ is_project_label }) => is_project_label !== false);
    if (own.length > 0) return own;
    throw new FixpointError('FORGE_FORBIDDEN', `The label ${quoted(name)} belongs to a group.`);
  }

  async function write(
    method: 'POST' | 'PUT',
    path: string,
    body: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<Label> {
    const label = await client.request({ method, path, body, schema: GitLabLabel, signal });
    index.forget();
    return toLabel(label);
  }

  return {
    async listLabels() {
      const labels = (await index.list()).filter(({ name }) => meaningOfLabel(name).field === 'label');
      // Names are compared folded everywhere, so of several that are the same the first stands for them.
      const byName = new Map(labels.toReversed().map((label) => [fold(label.name), label]));
      const items = [...byName.values()].toReversed().map(toLabel);
      return { items, next: null, total: items.length };
    },
    async saveLabel({ name, color, description }, { signal } = {}) {
      index.forget();
      const [existing] = await index.find(name, signal);
      if (!existing) {
        return write('POST', '/labels', { name: labelName(name), color, description }, signal);
      }
      const [own = existing] = await ownLabels(name, signal);
      return write('PUT', `/labels/${own.id}`, { color, description }, signal);
    },
    async renameLabel(name, newName, { signal } = {}) {
      const own = await ownLabels(name, signal);
      const taken = await index.find(newName, signal);
      if (taken.some(({ id }) => !own.some((label) => label.id === id))) {
        throw new FixpointError('ALREADY_EXISTS', `A label ${quoted(newName)} is there.`);
      }
      const [first] = own;
      if (!first) throw notFound(`label ${quoted(name)}`);
      if (own.length > 1) {
        const names = own.map((label) => quoted(label.name)).join(', ');
        throw new FixpointError(
          'FORGE_REFUSED',
          `${names} cannot all be renamed to one name; merge them first.`,
        );
      }
      return write('PUT', `/labels/${first.id}`, { new_name: labelName(newName) }, signal);
    },
    async deleteLabel(name, { signal } = {}) {
      for (const { id } of await ownLabels(name, signal)) {
        await client.request({ method: 'DELETE', path: `/labels/${id}`, schema: z.undefined(), signal });
      }
      index.forget();
    },
  };
}

/**
 * A name as GitLab can have it: it passes several in one text, with commas between them.
 *
 * @throws FixpointError INVALID_INPUT
 */
export function labelName(name: string): string {
  const trimmed = name.trim().normalize('NFC');
  if (trimmed !== '' && !trimmed.includes(',')) return trimmed;
  throw new FixpointError(
    'INVALID_INPUT',
    `labels: ${quoted(name)} is empty or has a comma, which no name has.`,
  );
}

function toLabel({ name, color, description }: GitLabLabel): Label {
  return { name, color: color.toLowerCase(), description: description ?? '' };
}
