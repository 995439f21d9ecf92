import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import type { IssueFacts } from '@fixpoint/issue-core/query/ast.ts';
import type { IssueDetail } from '@fixpoint/issue-core/tracker/api.ts';
import { BODY_BYTES, LINKS_BYTES, NAMES_BYTES, STATES_BYTES, TITLE_BYTES } from './budget.ts';
import { clipList, clipText } from './clip.ts';
import { stateSummary } from './state-answer.ts';
import { truncated } from './truncated.ts';

/** An issue in a list: without its text, and short whatever it holds. `truncated` names what is not whole. */
export function issueSummary(issue: Issue) {
  const title = clipText(issue.title, TITLE_BYTES);
  const labels = namesWithin(issue.labels, NAMES_BYTES / 2);
  const assignees = namesWithin(issue.assignees, NAMES_BYTES / 2);
  return {
    number: issue.number,
    title: title.value,
    state: issue.state,
    type: shortened(issue.type),
    priority: issue.priority,
    labels: labels.value,
    assignees: assignees.value,
    milestone: shortened(issue.milestone),
    parent: issue.parent,
    commentCount: issue.commentCount,
    updatedAt: issue.updatedAt,
    ...truncated({ title, labels, assignees }),
  };
}

/** An issue with all that belongs to it; `bodyNext` is the `bodyOffset` at which its text goes on. */
export function issueDetail(
  { issue, links, claim, deferredUntil, agentStates }: IssueDetail,
  bodyOffset: number,
) {
  const title = clipText(issue.title, TITLE_BYTES);
  const body = clipText(issue.body, BODY_BYTES, bodyOffset);
  const labels = namesWithin(issue.labels, NAMES_BYTES);
  const assignees = namesWithin(issue.assignees, NAMES_BYTES);
  const shownLinks = clipList(links, LINKS_BYTES);
  const states = clipList(agentStates.map(stateSummary), STATES_BYTES);
  return {
    number: issue.number,
    title: title.value,
    state: issue.state,
    closeReason: issue.closeReason,
    type: shortened(issue.type),
    priority: issue.priority,
    labels: labels.value,
    assignees: assignees.value,
    milestone: shortened(issue.milestone),
    parent: issue.parent,
    author: shortened(issue.author),
    commentCount: issue.commentCount,
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    closedAt: issue.closedAt,
    url: shortened(issue.url),
    body: body.value,
    bodyNext: body.next,
    links: shownLinks.value,
    claim,
    deferredUntil,
    agentStates: states.value,
    ...truncated({ title, body, labels, assignees, links: shownLinks, agentStates: states }),
  };
}

/** What is known of an issue beside what it says itself. */
export function factsAnswer({ blockedBy, blocks, blocked, claimedBy, abandoned, deferred }: IssueFacts) {
  const before = clipList(blockedBy, LINKS_BYTES);
  const behind = clipList(blocks, LINKS_BYTES);
  return {
    blocked,
    blockedBy: before.value,
    blocks: behind.value,
    claimedBy,
    abandoned,
    deferred,
    ...truncated({ blockedBy: before, blocks: behind }),
  };
}

function shortened(text: string | null): string | null {
  return text === null ? null : clipText(text, TITLE_BYTES).value;
}

function namesWithin(names: readonly string[], maxBytes: number) {
  return clipList(
    names.map((name) => clipText(name, TITLE_BYTES).value),
    maxBytes,
  );
}
