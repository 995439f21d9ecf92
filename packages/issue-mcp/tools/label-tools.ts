import type { Label } from '@fixpoint/issue-core/model/label.ts';
import { Name } from '@fixpoint/issue-core/wire/fields.ts';
import { LabelLook } from '@fixpoint/issue-core/wire/label.ts';
import { z } from 'zod';
import { COMMENT_BYTES, NAME_BYTES } from '../answers/budget.ts';
import { clipText } from '../answers/clip.ts';
import { pageAnswer } from '../answers/page-answer.ts';
import { truncated } from '../answers/truncated.ts';
import { Paged, pageFrom } from './arguments.ts';
import { defineTool } from './tool.ts';

function shown(label: Label) {
  const name = clipText(label.name, NAME_BYTES);
  const description = clipText(label.description, COMMENT_BYTES);
  return {
    name: name.value,
    color: label.color,
    description: description.value,
    ...truncated({ name, description }),
  };
}

export const LABEL_TOOLS = [
  defineTool({
    name: 'list_labels',
    title: 'List labels',
    description: 'The labels that the tracker has.',
    power: 'read',
    input: z.strictObject(Paged),
    run: (tracker, { limit, ...page }) =>
      pageAnswer((most) => tracker.listLabels(pageFrom(page, most)), limit, shown),
  }),
  defineTool({
    name: 'save_label',
    title: 'Create or change a label',
    description: 'Creates a label, or changes its color and description.',
    power: 'write',
    destructive: true,
    idempotent: true,
    input: LabelLook.extend({ name: Name }),
    run: async (tracker, { name, color, description = '' }) =>
      shown(await tracker.saveLabel({ name, color, description })),
  }),
  defineTool({
    name: 'rename_label',
    title: 'Rename a label',
    description: 'Renames a label on all issues that carry it.',
    power: 'write',
    idempotent: true,
    input: z.strictObject({ name: Name, newName: Name }),
    run: async (tracker, { name, newName }) => shown(await tracker.renameLabel(name, newName)),
  }),
  defineTool({
    name: 'delete_label',
    title: 'Delete a label',
    description: 'Deletes a label, and takes it off all issues.',
    power: 'write',
    destructive: true,
    idempotent: true,
    input: z.strictObject({ name: Name }),
    run: async (tracker, { name }) => {
      await tracker.deleteLabel(name);
      return { deleted: name };
    },
  }),
] as const;
