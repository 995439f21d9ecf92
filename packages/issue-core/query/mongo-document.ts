import type { Issue } from '../model/issue.ts';
import type { IssueFacts } from './ast.ts';
import { fold } from './fold.ts';

/** An issue in a store that speaks MongoDB's protocol: as it is, and as it is compared. */
export interface MongoIssue {
  readonly _id: string;
  readonly issue: Issue;
  /** Names and texts folded, times in milliseconds; what is not there is null. */
  readonly folded: FoldedIssue;
  readonly facts: IssueFacts;
}

export interface FoldedIssue {
  readonly title: string;
  readonly body: string;
  readonly type: string | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly milestone: string | null;
  readonly author: string | null;
  readonly claimedBy: string | null;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly closedMs: number | null;
}

/**
 * The document that `compileMongo`'s filters are for.
 *
 * @param key composed by the store that keeps it, unique over all trackers in the collection
 */
export function toMongoIssue(key: string, issue: Issue, facts: IssueFacts): MongoIssue {
  return {
    _id: key,
    issue,
    folded: {
      title: fold(issue.title),
      body: fold(issue.body),
      type: foldOrNull(issue.type),
      labels: issue.labels.map(fold),
      assignees: issue.assignees.map(fold),
      milestone: foldOrNull(issue.milestone),
      author: foldOrNull(issue.author),
      claimedBy: foldOrNull(facts.claimedBy),
      createdMs: Date.parse(issue.createdAt),
      updatedMs: Date.parse(issue.updatedAt),
      closedMs: issue.closedAt === null ? null : Date.parse(issue.closedAt),
    },
    facts,
  };
}

function foldOrNull(name: string | null): string | null {
  return name === null ? null : fold(name);
}
