import type { JsonObject } from '../json.ts';
import type { SimIssue, SimLink, SimNote, SimProject, World } from '../world.ts';
import { renderLabelDetails } from './label.ts';
import { renderMilestone } from './milestone.ts';
import { renderUser } from './user.ts';

export interface RenderContext {
  readonly world: World;
  readonly web: string;
}

export function issuePage(web: string, { path }: SimProject, { iid }: SimIssue): string {
  return `${web}/${path}/-/issues/${iid}`;
}

export interface RenderOptions {
  /** Of its labels, which are names otherwise. */
  readonly withDetails?: boolean;
  /** In lists it is left open whether one subscribes. */
  readonly isListed?: boolean;
}

export function renderIssue(
  { world, web }: RenderContext,
  project: SimProject,
  issue: SimIssue,
  { withDetails = false, isListed = false }: RenderOptions = {},
): JsonObject {
  const labels = issue.labels.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const api = `${web}/api/v4/projects/${project.id}`;
  const assignees = issue.assignees.map((user) => renderUser(web, user));
  const notes = project.notes.filter((note) => note.issue === issue && !note.system);
  const { id, iid, title, description, state, createdAt, updatedAt, closedAt, closedBy, type } = issue;
  return {
    ...{ id, iid, project_id: project.id, title, description, state, created_at: createdAt },
    ...{ updated_at: updatedAt, closed_at: closedAt, closed_by: closedBy && renderUser(web, closedBy) },
    labels: labels.map((label) => (withDetails ? renderLabelDetails(label) : label.name)),
    milestone: issue.milestone && renderMilestone(web, project, issue.milestone),
    ...{
      assignees,
      author: renderUser(web, issue.author),
      type: type.toUpperCase(),
      assignee: assignees[0] ?? null,
    },
    ...{ user_notes_count: notes.length, merge_requests_count: 0, upvotes: 0, downvotes: 0, due_date: null },
    ...{ confidential: issue.confidential, discussion_locked: issue.discussionLocked, issue_type: type },
    web_url: issuePage(web, project, issue),
    time_stats: {
      time_estimate: 0,
      total_time_spent: 0,
      human_time_estimate: null,
      human_total_time_spent: null,
    },
    ...{
      task_completion_status: { count: 0, completed_count: 0 },
      has_tasks: false,
      blocking_issues_count: 0,
    },
    ...(isListed ? {} : { subscribed: true }),
    _links: {
      ...{ self: `${api}/issues/${iid}`, notes: `${api}/issues/${iid}/notes` },
      ...{ award_emoji: `${api}/issues/${iid}/award_emoji`, project: api, closed_as_duplicate_of: null },
    },
    references: { short: `#${iid}`, relative: `#${iid}`, full: `${project.path}#${iid}` },
    ...{
      severity: 'UNKNOWN',
      moved_to_id: null,
      imported: false,
      imported_from: 'none',
      service_desk_reply_to: null,
    },
    ...(world.edition.licence === 'paid'
      ? { weight: null, epic_iid: null, epic: null, health_status: null }
      : {}),
  };
}

export function renderNote(web: string, project: SimProject, note: SimNote): JsonObject {
  const { id, issue, author, system, internal, body, createdAt, updatedAt } = note;
  return {
    ...{
      id,
      type: null,
      body,
      author: renderUser(web, author),
      created_at: createdAt,
      updated_at: updatedAt,
    },
    ...{ system, noteable_id: issue.id, noteable_type: 'Issue', project_id: project.id, resolvable: false },
    ...{ confidential: internal, internal, imported: false, imported_from: 'none', noteable_iid: issue.iid },
    ...{ commands_changes: {}, attachment: null },
  };
}

/** The other end of a link, seen from one of them. */
export function renderLinkedIssue(
  context: RenderContext,
  project: SimProject,
  from: SimIssue,
  link: SimLink,
): JsonObject {
  const isSource = link.source === from;
  const blocks = isSource ? 'blocks' : 'is_blocked_by';
  return {
    ...renderIssue(context, project, isSource ? link.target : link.source, { isListed: true }),
    ...{ issue_link_id: link.id, link_type: link.type === 'blocks' ? blocks : link.type },
    ...{ link_created_at: link.createdAt, link_updated_at: link.createdAt },
  };
}

export function renderLink(context: RenderContext, project: SimProject, link: SimLink): JsonObject {
  return {
    id: link.id,
    source_issue: renderIssue(context, project, link.source),
    target_issue: renderIssue(context, project, link.target),
    link_type: link.type,
  };
}
