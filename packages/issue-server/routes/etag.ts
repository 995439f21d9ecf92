import { createHash } from 'node:crypto';
import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import canonicalize from 'canonicalize';

/**
 * When it was changed, and what it is then: some trackers count in seconds, and what is kept beside a tracker does not move
 * its clock.
 */
export function etagOf(issue: Issue): string {
  const hash = createHash('sha256')
    .update(canonicalize(issue) ?? '')
    .digest('base64url')
    .slice(0, 11);
  return `"${issue.updatedAt}/${hash}"`;
}

/** Whether `If-Match` or `If-None-Match` names this issue; its `updatedAt` in quotes will do. */
export function namesIssue(header: string, issue: Issue): boolean {
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  const own = [etagOf(issue), `"${issue.updatedAt}"`, '*'];
  return tags.some((tag) => own.includes(tag));
}

/** The time, when that alone is what `If-Match` names: then the tracker itself compares, as it does for everybody. */
export function momentIn(header: string): string | null {
  const [, moment] = /^"(\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:\d\d))"$/.exec(header.trim()) ?? [];
  return moment ?? null;
}
