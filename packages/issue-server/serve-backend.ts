import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Coordination } from '@fixpoint/issue-core/coordination/port.ts';
import { createTracker } from '@fixpoint/issue-core/tracker/tracker.ts';
import type { ServedBackend } from './ports.ts';

export interface ServeBackendOptions {
  readonly name: string;
  /** See `TrackerOptions`. */
  readonly keptUnder?: string;
  /** Stays whoever's it is. */
  readonly backend: IssueBackend;
  readonly coordination: Coordination;
  readonly readOnly?: boolean;
  readonly now?: () => Date;
  /** The same tracker, written to on behalf of another login, where that can be (the local store). */
  readonly openAs?: (login: string) => IssueBackend;
}

/** Logins beyond these write as the server does; who acts stands in the events anyway. */
const MAX_OPEN = 200;

/** A tracker, as any number of agents use it. */
export function serveBackend(options: ServeBackendOptions): ServedBackend & { close(): Promise<void> } {
  const { name, keptUnder = name, backend, coordination, readOnly = false, now, openAs } = options;
  const opened = new Map<string, IssueBackend>();

  function backendFor(login: string): IssueBackend {
    const known = opened.get(login);
    if (known) return known;
    if (!openAs || opened.size >= MAX_OPEN) return backend;
    const own = openAs(login);
    opened.set(login, own);
    return own;
  }

  return {
    name,
    keptUnder,
    kind: backend.kind,
    capabilities: backend.capabilities,
    readOnly,
    trackerFor: (agent) =>
      createTracker({
        backendName: name,
        keptUnder,
        backend: backendFor(agent),
        coordination,
        identity: { agent },
        readOnly,
        ...(now ? { now } : {}),
      }),
    /** Closes what it opened. */
    async close() {
      await Promise.all([...opened.values()].map((own) => own.close()));
      opened.clear();
    },
  };
}
