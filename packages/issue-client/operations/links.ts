import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { LinkAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { z } from 'zod';
import { type ClientContext, headersOf } from '../context.ts';

const Links = z.array(LinkAnswer).readonly();

export function linkOperations({ ask }: ClientContext): Pick<Tracker, 'links' | 'link' | 'unlink'> {
  return {
    links: (number) => ask({ method: 'GET', path: ['issues', number, 'links'], answer: Links }),
    async link(number, link, write = {}) {
      await ask({
        method: 'PUT',
        path: ['issues', number, 'links', link.kind, link.number],
        headers: headersOf(write),
        answer: Links,
        signal: write.signal,
      });
    },
    unlink: async (number, link, write = {}) =>
      ask({
        method: 'DELETE',
        path: ['issues', number, 'links', link.kind, link.number],
        headers: headersOf(write),
        answer: z.undefined(),
        signal: write.signal,
      }),
  };
}
