import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { checkInteger } from '../coordination/bounds.ts';
import type { Query } from '../query/ast.ts';
import type { Tracker } from './api.ts';
import type { TrackerContext } from './context.ts';
import { checkText } from './edit-support.ts';
import { listIssues } from './list-issues.ts';
import { type DuplicateCandidate, shinglesOf, similarity } from './similarity.ts';

const DEFAULT_LIMIT = 5;
const MAX_LIMIT = 100;
const DEFAULT_THRESHOLD = 0.5;
/** The newest open issues: a duplicate of something much older is found by searching. */
const MAX_COMPARED = 2_000;
const OPEN: Query = { kind: 'not-closed' };

export function duplicateOperations(context: TrackerContext): Pick<Tracker, 'findDuplicates'> {
  return {
    async findDuplicates({ title, body = '' }, { limit = DEFAULT_LIMIT, threshold, signal } = {}) {
      const wanted = threshold ?? DEFAULT_THRESHOLD;
      checkText('title', title);
      checkInteger('limit', limit, 1, MAX_LIMIT);
      if (!(wanted > 0 && wanted <= 1)) {
        throw new FixpointError('INVALID_INPUT', 'threshold: is more than 0, and at most 1.');
      }
      const page = await listIssues(context, {
        query: OPEN,
        limit: MAX_COMPARED,
        total: 'none',
        ...(signal ? { signal } : {}),
      });
      const text = shinglesOf({ title, body });
      return page.items
        .map((issue): DuplicateCandidate => {
          const alike = similarity(text, shinglesOf(issue));
          return { number: issue.number, title: issue.title, similarity: Math.round(alike * 1_000) / 1_000 };
        })
        .filter((candidate) => candidate.similarity >= wanted)
        .sort((a, b) => b.similarity - a.similarity || a.number - b.number)
        .slice(0, limit);
    },
  };
}
