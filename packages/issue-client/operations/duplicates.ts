import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { DuplicateAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { z } from 'zod';
import type { ClientContext } from '../context.ts';

export function duplicateOperations({ ask }: ClientContext): Pick<Tracker, 'findDuplicates'> {
  return {
    findDuplicates: ({ title, body }, { limit, threshold, signal } = {}) =>
      ask({
        method: 'POST',
        path: ['duplicates'],
        body: { title, body, limit, threshold },
        harmless: true,
        answer: z.array(DuplicateAnswer).readonly(),
        signal,
      }),
  };
}
