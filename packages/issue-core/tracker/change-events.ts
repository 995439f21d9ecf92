import type { NewEvent } from '../coordination/event.ts';
import type { Issue, IssueChange } from '../model/issue.ts';
import type { TrackerContext } from './context.ts';

const EDITED_FIELDS = ['title', 'body', 'type', 'priority', 'milestone'] as const;

/** What is reported about a change that was made; `parent` where the tracker keeps it (what is beside reports itself). */
export function eventsOfChange(
  { agent: actor, backendName: backend }: TrackerContext,
  before: Issue,
  after: Issue,
  change: IssueChange,
): readonly NewEvent[] {
  const from = { actor, backend, issue: before.number };
  const fields = EDITED_FIELDS.filter((field) => change[field] !== undefined);
  const events: NewEvent[] = [];
  if (fields.length > 0) events.push({ ...from, type: 'issue-edited', payload: { fields: [...fields] } });
  if (change.state !== undefined || change.closeReason !== undefined) {
    const payload = { from: before.state, to: after.state, closeReason: after.closeReason };
    events.push({ ...from, type: 'state-changed', payload });
  }
  if (change.addLabels || change.removeLabels) {
    const payload = { added: [...(change.addLabels ?? [])], removed: [...(change.removeLabels ?? [])] };
    events.push({ ...from, type: 'labelled', payload });
  }
  if (change.addAssignees || change.removeAssignees) {
    const payload = {
      added: [...(change.addAssignees ?? [])],
      removed: [...(change.removeAssignees ?? [])],
    };
    events.push({ ...from, type: 'assigned', payload });
  }
  if (change.parent !== undefined) {
    const [type, number] =
      change.parent === null ? (['unlinked', before.parent] as const) : (['linked', change.parent] as const);
    if (number !== null) events.push({ ...from, type, payload: { kind: 'parent', number } });
  }
  return events;
}
