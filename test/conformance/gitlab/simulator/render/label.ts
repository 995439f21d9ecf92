import type { JsonObject } from '../json.ts';
import type { SimLabel, SimProject } from '../world.ts';

export function renderLabelDetails({ id, name, color, description }: SimLabel): JsonObject {
  return { id, name, description, description_html: description ?? '', text_color: '#FFFFFF', color };
}

export function renderLabel({ issues }: SimProject, label: SimLabel, withCounts: boolean): JsonObject {
  const given = issues.filter(({ labels }) => labels.includes(label));
  const open = given.filter(({ state }) => state === 'opened').length;
  return {
    ...renderLabelDetails(label),
    ...{
      archived: false,
      subscribed: false,
      priority: label.priority,
      is_project_label: label.groupId === null,
    },
    ...(withCounts
      ? { open_issues_count: open, closed_issues_count: given.length - open, open_merge_requests_count: 0 }
      : {}),
  };
}

/** As webhooks have it. */
export function renderHookLabel(project: SimProject, label: SimLabel): JsonObject {
  const { id, name, color, description, groupId, createdAt } = label;
  return {
    ...{ id, title: name, color, description, template: false, created_at: createdAt, updated_at: createdAt },
    ...{ type: groupId === null ? 'ProjectLabel' : 'GroupLabel', group_id: groupId },
    project_id: groupId === null ? project.id : null,
  };
}
