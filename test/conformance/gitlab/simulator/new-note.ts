import {
  type SimIssue,
  type SimNote,
  type SimProject,
  type SimUser,
  takeId,
  timeOf,
  type World,
} from './world.ts';

export function newNote(
  world: World,
  issue: SimIssue,
  author: SimUser,
  of: Pick<SimNote, 'body' | 'system' | 'internal'>,
): SimNote {
  const createdAt = timeOf(world);
  return { id: takeId(world), issue, author, createdAt, updatedAt: createdAt, ...of };
}

/** What GitLab notes of a change. */
export function addSystemNote(
  world: World,
  project: SimProject,
  issue: SimIssue,
  author: SimUser,
  body: string,
): void {
  project.notes.push(newNote(world, issue, author, { body, system: true, internal: false }));
}
