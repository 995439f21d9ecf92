import type { JsonObject } from '../json.ts';
import type { SimMilestone, SimProject } from '../world.ts';

export function renderMilestone(web: string, project: SimProject, milestone: SimMilestone): JsonObject {
  const { id, iid, groupId, title, description, state, dueDate, startDate, createdAt, updatedAt } = milestone;
  return {
    ...{ id, iid, ...(groupId === null ? { project_id: project.id } : { group_id: groupId }) },
    ...{ title, description, state, created_at: createdAt, updated_at: updatedAt },
    ...{ due_date: dueDate, start_date: startDate, expired: false },
    web_url: `${web}/${project.path}/-/milestones/${iid}`,
  };
}
