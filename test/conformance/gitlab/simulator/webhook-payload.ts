import type { Announcement } from './exchange.ts';
import type { JsonObject } from './json.ts';
import { issuePage } from './render/issue.ts';
import { renderHookLabel } from './render/label.ts';
import { type SimIssue, type SimProject, type SimUser, timeOf, type World } from './world.ts';

export interface HookContext {
  readonly world: World;
  readonly web: string;
}

/** The name of the event, as it is in the header; confidential things have events of their own. */
export function hookEventOf(announcement: Announcement): string {
  if (announcement.event === 'issue') {
    return announcement.issue.confidential ? 'Confidential Issue Hook' : 'Issue Hook';
  }
  const { note } = announcement;
  return note.internal || note.issue.confidential ? 'Confidential Note Hook' : 'Note Hook';
}

/** What a webhook tells (docs.gitlab.com/user/project/integrations/webhook_events). */
export function hookPayloadOf(context: HookContext, announcement: Announcement, sender: SimUser): JsonObject {
  const { project } = announcement;
  const page = `${context.web}/${project.path}`;
  const common = {
    ...{ user: renderHookUser(context.web, sender, true), project: renderHookProject(context.web, project) },
    repository: {
      name: nameOf(project),
      url: `git@localhost:${project.path}.git`,
      description: '',
      homepage: page,
    },
  };
  if (announcement.event === 'issue') return { ...common, ...issuePayload(context, announcement) };
  return { ...common, ...notePayload(context, announcement) };
}

function issuePayload(
  context: HookContext,
  { action, project, issue, changes }: Extract<Announcement, { event: 'issue' }>,
): JsonObject {
  const assignees = issue.assignees.map((user) => renderHookUser(context.web, user, false));
  return {
    object_kind: 'issue',
    event_type: issue.confidential ? 'confidential_issue' : 'issue',
    object_attributes: { ...renderHookIssue(context, project, issue), action },
    labels: issue.labels.map((label) => renderHookLabel(project, label)),
    ...{ assignees, ...(assignees[0] ? { assignee: assignees[0] } : {}) },
    changes: Object.fromEntries(Object.entries(changes)) as JsonObject,
  };
}

function notePayload(
  context: HookContext,
  { action, project, note }: Extract<Announcement, { event: 'note' }>,
): JsonObject {
  const { issue } = note;
  const isConfidential = note.internal || issue.confidential;
  return {
    object_kind: 'note',
    event_type: isConfidential ? 'confidential_note' : 'note',
    project_id: project.id,
    object_attributes: {
      ...{
        id: note.id,
        note: note.body,
        description: note.body,
        noteable_type: 'Issue',
        noteable_id: issue.id,
      },
      ...{
        author_id: note.author.id,
        created_at: hookTime(note.createdAt),
        updated_at: hookTime(note.updatedAt),
      },
      ...{ project_id: project.id, attachment: null, line_code: null, commit_id: '', system: note.system },
      ...{ st_diff: null, internal: note.internal, type: null, action },
      url: `${issuePage(context.web, project, issue)}#note_${note.id}`,
    },
    issue: renderHookIssue(context, project, issue),
  };
}

function renderHookIssue({ world, web }: HookContext, project: SimProject, issue: SimIssue): JsonObject {
  const ids = issue.assignees.map(({ id }) => id);
  return {
    ...{
      id: issue.id,
      iid: issue.iid,
      title: issue.title,
      description: issue.description,
      project_id: project.id,
    },
    ...{ assignee_ids: ids, assignee_id: ids[0] ?? null, author_id: issue.author.id },
    ...{
      created_at: hookTime(issue.createdAt),
      updated_at: hookTime(issue.updatedAt),
      closed_at: issue.closedAt,
    },
    ...{
      updated_by_id: issue.author.id,
      last_edited_at: null,
      last_edited_by_id: null,
      relative_position: 0,
    },
    ...{ milestone_id: issue.milestone?.id ?? null, state_id: issue.state === 'closed' ? 2 : 1 },
    ...{
      confidential: issue.confidential,
      discussion_locked: issue.discussionLocked,
      due_date: null,
      moved_to_id: null,
    },
    ...{ duplicated_to_id: null, time_estimate: 0, total_time_spent: 0, time_change: 0 },
    ...{ human_total_time_spent: null, human_time_estimate: null, human_time_change: null },
    ...{ url: issuePage(web, project, issue), state: issue.state, severity: 'unknown', type: issue.type },
    ...(world.edition.licence === 'paid' ? { weight: 0, health_status: null } : {}),
    labels: issue.labels.map((label) => renderHookLabel(project, label)),
  };
}

function renderHookUser(web: string, { id, name, username }: SimUser, withEmail: boolean): JsonObject {
  return {
    ...{ id, name, username, avatar_url: `${web}/uploads/-/system/user/avatar/${id}/avatar.png` },
    ...(withEmail ? { email: '[REDACTED]' } : {}),
  };
}

function renderHookProject(web: string, project: SimProject): JsonObject {
  const { id, path, visibility } = project;
  const page = `${web}/${path}`;
  const ssh = `git@localhost:${path}.git`;
  return {
    ...{ id, name: nameOf(project), description: '', web_url: page, avatar_url: null, git_ssh_url: ssh },
    ...{ git_http_url: `${page}.git`, namespace: path.split('/')[0] ?? '', path_with_namespace: path },
    ...{ visibility_level: visibility === 'public' ? 20 : 0, default_branch: 'main', ci_config_path: null },
    ...{ homepage: page, url: ssh, ssh_url: ssh, http_url: `${page}.git` },
  };
}

function nameOf({ path }: SimProject): string {
  return path.split('/').at(-1) ?? '';
}

/** Webhooks write times as Ruby prints them. */
export function hookTime(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

export function hookTimestamp(world: World): string {
  return String(Math.floor(Date.parse(timeOf(world)) / 1_000));
}
