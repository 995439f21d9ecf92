import type { IssueBackend } from '../backend/port.ts';
import type { Coordination, IssueKey } from '../coordination/port.ts';

/** What every operation of one tracker works with. */
export interface TrackerContext {
  /** Under which claims and events are kept. */
  readonly backendName: string;
  readonly backend: IssueBackend;
  readonly coordination: Coordination;
  readonly agent: string;
  readonly login: string;
  readonly readOnly: boolean;
  readonly now: () => Date;
}

export function keyOf({ backendName }: TrackerContext, issue: number): IssueKey {
  return { backend: backendName, issue };
}
