import { IssueNumber, LinkKind } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { offsetAnswer } from '../answers/offset-answer.ts';
import { Offset, UnderClaim, writeOf } from './arguments.ts';
import { defineTool } from './tool.ts';

export const LINK_TOOLS = [
  defineTool({
    name: 'list_links',
    title: 'Read links',
    description: 'The links of an issue, seen from it; goes on at `next`.',
    power: 'read',
    input: z.strictObject({ number: IssueNumber, offset: Offset }),
    run: async (tracker, { number, offset }) =>
      offsetAnswer(await tracker.links(number), offset, (link) => link),
  }),
  defineTool({
    name: 'link_issues',
    title: 'Link issues, or remove a link',
    description: 'Says that issue `number` is KIND (blocks, blocked_by, parent, child, …) issue `other`.',
    power: 'write',
    idempotent: true,
    input: z.strictObject({
      number: IssueNumber,
      kind: LinkKind,
      other: IssueNumber,
      remove: z.boolean().default(false),
      ...UnderClaim,
    }),
    run: async (tracker, { number, kind, other, remove, ...given }, { signal }) => {
      const write = writeOf(given, signal);
      const link = { kind, number: other };
      if (remove) await tracker.unlink(number, link, write);
      else await tracker.link(number, link, write);
      return { number, kind, other, linked: !remove };
    },
  }),
] as const;
