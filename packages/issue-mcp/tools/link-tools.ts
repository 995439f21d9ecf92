import { FencingToken, IssueNumber, LinkKind } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { LIST_BYTES } from '../answers/budget.ts';
import { clipList } from '../answers/clip.ts';
import { defineTool } from './tool.ts';

export const LINK_TOOLS = [
  defineTool({
    name: 'list_links',
    title: 'Read links',
    description: 'The links of an issue, seen from it; goes on at `next`.',
    power: 'read',
    input: z.strictObject({ number: IssueNumber, offset: z.int().min(0).default(0) }),
    run: async (tracker, { number, offset }) => {
      const links = await tracker.links(number);
      const { value, next } = clipList(links, LIST_BYTES, offset);
      return { items: value, next, total: links.length, ...(next === null ? {} : { truncated: true }) };
    },
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
      fencingToken: FencingToken.exactOptional(),
    }),
    run: async (tracker, { number, kind, other, remove, fencingToken }, signal) => {
      const write = { ...(fencingToken === undefined ? {} : { fencingToken }), signal };
      const link = { kind, number: other };
      if (remove) await tracker.unlink(number, link, write);
      else await tracker.link(number, link, write);
      return { number, kind, other, linked: !remove };
    },
  }),
] as const;
