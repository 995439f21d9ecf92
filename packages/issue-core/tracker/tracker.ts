import type { IssueBackend } from '../backend/port.ts';
import { checkAgentName, checkBackend } from '../coordination/bounds.ts';
import type { Coordination } from '../coordination/port.ts';
import { agentOperations } from './agents.ts';
import type { Tracker } from './api.ts';
import { attachmentOperations } from './attachments.ts';
import { claimOperations } from './claims.ts';
import { commentOperations } from './comments.ts';
import type { TrackerContext } from './context.ts';
import { duplicateOperations } from './duplicates.ts';
import { issueOperations } from './issues.ts';
import { labelOperations } from './labels.ts';
import { linkOperations } from './links.ts';
import { withoutWrites } from './read-only.ts';

export type { Tracker } from './api.ts';

export interface TrackerOptions {
  /** What the backend is called here. */
  readonly backendName: string;
  /**
   * Under which its claims and events are kept, the same whatever it is called: two names for one tracker would let two hold
   * one issue. The name when left out.
   */
  readonly keptUnder?: string;
  readonly backend: IssueBackend;
  readonly coordination: Coordination;
  /** Who acts; `login` is what `@me` means in a query (the agent's name when left out). */
  readonly identity: { readonly agent: string; readonly login?: string };
  readonly readOnly?: boolean;
  readonly now?: () => Date;
}

/**
 * Does not close backend or coordination: whoever opened them does.
 *
 * @throws FixpointError INVALID_INPUT for a name that is none
 */
export function createTracker(options: TrackerOptions): Tracker {
  const { backendName, backend, coordination, identity, readOnly = false, now = () => new Date() } = options;
  const { agent, login = agent } = identity;
  checkAgentName(agent);
  const { keptUnder = backendName } = options;
  checkBackend(backendName);
  checkBackend(keptUnder);
  const context: TrackerContext = {
    backendName: keptUnder,
    backend,
    coordination,
    agent,
    login,
    readOnly,
    now,
  };
  const tracker: Tracker = {
    backendName,
    kind: backend.kind,
    capabilities: backend.capabilities,
    agent,
    readOnly,
    check: () => backend.check(),
    ...issueOperations(context),
    ...commentOperations(context),
    ...labelOperations(context),
    ...linkOperations(context),
    ...claimOperations(context),
    ...agentOperations(context),
    ...attachmentOperations(context),
    ...duplicateOperations(context),
  };
  return readOnly ? withoutWrites(tracker) : tracker;
}
