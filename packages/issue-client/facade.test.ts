import { vi } from 'vitest';

// The tests of the facade themselves, but with trackers that ask a server over HTTP.
vi.mock(
  import('@fixpoint/issue-core/tracker/testing/open-trackers.ts'),
  () => import('./testing/open-remote-trackers.ts'),
);

await import('@fixpoint/issue-core/tracker/capability-gaps.test.ts');
await import('@fixpoint/issue-core/tracker/duplicates.test.ts');
await import('@fixpoint/issue-core/tracker/edit-issue.test.ts');
await import('@fixpoint/issue-core/tracker/edit-many.test.ts');
await import('@fixpoint/issue-core/tracker/links.test.ts');
await import('@fixpoint/issue-core/tracker/list-issues.test.ts');
await import('@fixpoint/issue-core/tracker/read-only.test.ts');
await import('@fixpoint/issue-core/tracker/ready.test.ts');
await import('@fixpoint/issue-core/tracker/tracker.test.ts');
await import('@fixpoint/issue-core/tracker/worked-example.test.ts');
await import('@fixpoint/issue-core/tracker/write-rule.test.ts');
