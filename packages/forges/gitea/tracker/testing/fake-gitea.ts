import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { openGiteaTracker } from '../open-tracker.ts';

export interface FakeEdit {
  readonly kind: 'edit' | 'create' | 'delete' | 'tick';
  /** Which issue, as a part of the list: 0 is the newest. */
  readonly place: number;
}

interface FakeIssue {
  readonly number: number;
  title: string;
  updatedAt: number;
}

export interface FakeGitea {
  readonly tracker: IssueBackend;
  readonly comments: unknown[];
  apply(edit: FakeEdit): void;
  issues(): readonly { readonly number: number; readonly title: string }[];
  requests(): number;
}

const EPOCH_MS = Date.parse('2030-01-01T00:00:00Z');

/** The two lists by which changes are pulled, in Gitea's order, with its whole seconds, a clock that tests move, and nobody in it. */
export function createFakeGitea(count: number): FakeGitea {
  let now = 0;
  let requests = 0;
  const comments: unknown[] = [];
  let issues: FakeIssue[] = Array.from({ length: count }, (_, index) => ({
    number: count - index,
    title: 'as created',
    updatedAt: 0,
  }));

  async function answer(input: string | URL | Request): Promise<Response> {
    requests += 1;
    const { pathname, searchParams } = new URL(String(input));
    if (searchParams.has('assigned_by')) return Response.json({ message: 'no such user' }, { status: 404 });
    const limit = Math.min(Number(searchParams.get('limit') ?? 30), 50);
    const start = (Number(searchParams.get('page') ?? 1) - 1) * limit;
    const sinceMs = Date.parse(searchParams.get('since') ?? '1970-01-01T00:00:00Z');
    const changed = issues.filter(
      ({ updatedAt }) => timeMs(updatedAt) >= Math.floor(sinceMs / 1_000) * 1_000,
    );
    const list = pathname.endsWith('/comments') ? comments : changed.map(toAnswer);
    return Response.json(list.slice(start, start + limit), {
      headers: { 'x-total-count': String(list.length), date: new Date(timeMs(now)).toUTCString() },
    });
  }

  return {
    tracker: openGiteaTracker({ url: 'http://gitea.test', owner: 'o', repo: 'r', token: 't', fetch: answer }),
    comments,
    issues: () => issues,
    requests: () => requests,
    apply({ kind, place }) {
      const issue = issues[Math.floor(place * issues.length)];
      if (kind === 'tick') now += 1;
      if (kind === 'edit' && issue) Object.assign(issue, { title: `edited at ${now}`, updatedAt: now });
      if (kind === 'delete') issues = issues.filter((it) => it !== issue);
      if (kind === 'create') {
        issues = [{ number: (issues[0]?.number ?? count) + 1_000, title: 'new', updatedAt: now }, ...issues];
      }
    },
  };
}

function timeMs(second: number): number {
  return EPOCH_MS + second * 1_000;
}

function toAnswer({ number, title, updatedAt }: FakeIssue): unknown {
  return {
    id: number,
    number,
    title,
    state: 'open',
    comments: 0,
    created_at: new Date(timeMs(0)).toISOString(),
    updated_at: new Date(timeMs(updatedAt)).toISOString(),
    html_url: `http://gitea.test/o/r/issues/${number}`,
  };
}
