import { z } from 'zod';
import { Color, Day, Name } from './fields.ts';

export const LabelLook = z.strictObject({
  color: Color,
  description: z.string().max(1_000).exactOptional(),
});

/** What is left out stays. */
export const MilestoneEdit = z.strictObject({
  title: Name.exactOptional(),
  description: z.string().max(100_000).exactOptional(),
  state: z.enum(['open', 'closed']).exactOptional(),
  dueOn: Day.nullable().exactOptional(),
});

export const NewMilestone = MilestoneEdit.extend({ title: Name });
