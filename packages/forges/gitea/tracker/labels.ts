import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { meaningOfLabel } from '@fixpoint/issue-core/model/encoded-labels.ts';
import type { Label } from '@fixpoint/issue-core/model/label.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { z } from 'zod';
import type { TrackerClient } from './client.ts';
import { notFound } from './errors.ts';
import type { IndexedLabel, LabelIndex } from './label-index.ts';
import { Label as GiteaLabel } from './schema.ts';

export function labelOperations(
  client: TrackerClient,
  index: LabelIndex,
): Pick<IssueBackend, 'listLabels' | 'saveLabel' | 'renameLabel' | 'deleteLabel'> {
  /** Those of an organization are not ours to change. */
  async function ownLabels(name: string, signal?: AbortSignal): Promise<readonly IndexedLabel[]> {
    index.forget();
    const found = await index.find(name, signal);
    if (found.length === 0) throw notFound(`label ${JSON.stringify(name)}`);
    const own = found.filter(({ ofOrganization }) => !ofOrganization);
    if (own.length > 0) return own;
    throw new FixpointError(
      'FORGE_FORBIDDEN',
      `The label ${JSON.stringify(name)} belongs to the organization.`,
    );
  }

  async function write(
    method: 'POST' | 'PATCH',
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
  ): Promise<Label> {
    const label = await client.request({ method, path, body, schema: GiteaLabel, signal });
    index.forget();
    return toLabel(label);
  }

  return {
    async listLabels() {
      const labels = (await index.list()).filter(({ name }) => meaningOfLabel(name).field === 'label');
      // Names are compared folded everywhere, so of several that are the same the oldest stands for them.
      const byName = new Map(labels.toReversed().map((label) => [fold(label.name), label]));
      const items = [...byName.values()].toReversed().map(toLabel);
      return { items, next: null, total: items.length };
    },
    async saveLabel({ name, color, description }, options) {
      index.forget();
      const [existing] = await index.find(name, options?.signal);
      if (!existing) return write('POST', '/labels', { name, color, description }, options?.signal);
      const [own] = await ownLabels(name, options?.signal);
      const body = { color, description, is_archived: existing.is_archived };
      return write('PATCH', `/labels/${own?.id ?? existing.id}`, body, options?.signal);
    },
    async renameLabel(name, newName, options) {
      const own = await ownLabels(name, options?.signal);
      const taken = await index.find(newName, options?.signal);
      if (taken.some(({ id }) => !own.some((label) => label.id === id))) {
        throw new FixpointError('ALREADY_EXISTS', `A label ${JSON.stringify(newName)} is there.`);
      }
      const [first, ...others] = own;
      if (!first) throw notFound(`label ${JSON.stringify(name)}`);
      for (const { id, is_archived } of others) {
        await write('PATCH', `/labels/${id}`, { name: newName, is_archived }, options?.signal);
      }
      const body = { name: newName, is_archived: first.is_archived };
      return write('PATCH', `/labels/${first.id}`, body, options?.signal);
    },
    async deleteLabel(name, options) {
      for (const { id } of await ownLabels(name, options?.signal)) {
        await client.request({
          method: 'DELETE',
          path: `/labels/${id}`,
          schema: z.undefined(),
          signal: options?.signal,
        });
      }
      index.forget();
    },
  };
}

function toLabel(label: GiteaLabel): Label {
  const color = `#${label.color.replace(/^#/, '').toLowerCase()}`;
  return { name: label.name, color, description: label.description };
}
