import type { Milestone } from '@fixpoint/issue-core/model/label.ts';
import { ItemId } from '@fixpoint/issue-core/wire/fields.ts';
import { MilestoneEdit, NewMilestone } from '@fixpoint/issue-core/wire/label.ts';
import { z } from 'zod';
import { COMMENT_BYTES, NAME_BYTES } from '../answers/budget.ts';
import { clipText } from '../answers/clip.ts';
import { pageAnswer } from '../answers/page-answer.ts';
import { Offset, Paged, pageFrom } from './arguments.ts';
import { defineTool } from './tool.ts';

function shown({ id, title, description, state, dueOn }: Milestone, offset: number) {
  const text = clipText(description, COMMENT_BYTES, offset);
  return {
    id,
    title: clipText(title, NAME_BYTES).value,
    state,
    dueOn,
    description: text.value,
    ...(text.next === null ? {} : { truncated: true, descriptionNext: text.next }),
  };
}

export const MILESTONE_TOOLS = [
  defineTool({
    name: 'list_milestones',
    title: 'List milestones',
    description:
      'The milestones of the tracker. One that is truncated goes on with limit 1, the cursor before it, and `descriptionOffset`.',
    power: 'read',
    input: z.strictObject({ ...Paged, descriptionOffset: Offset }),
    run: (tracker, { limit, descriptionOffset, ...page }) =>
      pageAnswer(
        (most) => tracker.listMilestones(pageFrom(page, most)),
        limit,
        (milestone) => shown(milestone, descriptionOffset),
      ),
  }),
  defineTool({
    name: 'create_milestone',
    title: 'Create a milestone',
    description: 'Creates a milestone.',
    power: 'write',
    input: NewMilestone,
    run: async (tracker, milestone) => shown(await tracker.createMilestone(milestone), 0),
  }),
  defineTool({
    name: 'update_milestone',
    title: 'Change a milestone',
    description: 'Changes what is given of a milestone and leaves the rest; closes it, too.',
    power: 'write',
    destructive: true,
    idempotent: true,
    input: MilestoneEdit.extend({ id: ItemId }),
    run: async (tracker, { id, ...change }) => shown(await tracker.updateMilestone(id, change), 0),
  }),
  defineTool({
    name: 'delete_milestone',
    title: 'Delete a milestone',
    description: 'Deletes a milestone, and takes it off all issues.',
    power: 'write',
    destructive: true,
    idempotent: true,
    input: z.strictObject({ id: ItemId }),
    run: async (tracker, { id }) => {
      await tracker.deleteMilestone(id);
      return { deleted: id };
    },
  }),
] as const;
