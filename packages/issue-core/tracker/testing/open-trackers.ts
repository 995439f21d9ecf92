import type { IssueBackend } from '../../backend/port.ts';
import type { Coordination } from '../../coordination/port.ts';
import { type Clock, openTemporary } from '../../coordination/testing/open-temporary.ts';
import { type MemoryBackendOptions, openMemoryBackend } from '../../testing/memory-backend.ts';
import { createTracker, type Tracker } from '../tracker.ts';

export interface Trackers {
  readonly backend: IssueBackend;
  readonly coordination: Coordination;
  readonly clock: Clock;
  /** The methods that the backend was asked for, in their order. */
  readonly requests: (keyof IssueBackend)[];
  as(agent: string, options?: { readonly readOnly?: boolean }): Tracker;
  /** `[type, actor, issue]` of all that was reported. */
  reported(): Promise<readonly (readonly [string, string, number | null])[]>;
}

/** One tracker in memory with a store of its own beside it, as several agents use it. */
export function openTrackers(options: MemoryBackendOptions = {}): Trackers {
  const { coordination, clock } = openTemporary();
  const requests: (keyof IssueBackend)[] = [];
  const backend = openMemoryBackend({
    now: clock.now,
    ...options,
    async onRequest(method) {
      requests.push(method);
      await options.onRequest?.(method);
    },
  });
  return {
    backend,
    coordination,
    clock,
    requests,
    as: (agent, { readOnly = false } = {}) =>
      createTracker({
        backendName: 'memory',
        backend,
        coordination,
        identity: { agent },
        readOnly,
        now: clock.now,
      }),
    async reported() {
      const { events } = await coordination.events({ after: null, limit: 1_000 });
      return events.map(({ type, actor, issue }) => [type, actor, issue]);
    },
  };
}
