import { isQuestion } from './conflicts.ts';
import type { Unassigned } from './report.ts';
import { everyRecord, type SyncStore } from './store-port.ts';

const MAX_PEOPLE = 100;

/** Who is assigned on one side only, because the other one does not take them: most issues first. */
export async function unassignedPeople(store: SyncStore): Promise<readonly Unassigned[]> {
  const people = new Map<string, Unassigned>();
  for await (const { record } of everyRecord(store, 'conflict')) {
    const { refusal } = record;
    if (isQuestion(record) || refusal === null) continue;
    for (const login of refusal.names) {
      const key = `${refusal.by}/${login}`;
      const issues = (people.get(key)?.issues ?? 0) + 1;
      people.set(key, { side: refusal.by, login, issues });
    }
  }
  return [...people.values()].toSorted((left, right) => right.issues - left.issues).slice(0, MAX_PEOPLE);
}
