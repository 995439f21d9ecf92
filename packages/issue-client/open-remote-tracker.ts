import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { checkAgentName } from '@fixpoint/issue-core/coordination/bounds.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { withoutWrites } from '@fixpoint/issue-core/tracker/read-only.ts';
import { BackendAnswer, CallerAnswer, CheckAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { ENVIRONMENT_KEY_ID } from '@fixpoint/issue-core/wire/scopes.ts';
import { z } from 'zod';
import type { ClientContext } from './context.ts';
import { serverAddress } from './http/address.ts';
import type { Ask } from './http/api-request.ts';
import { type ConnectionOptions, connect } from './http/connect.ts';
import { agentOperations } from './operations/agents.ts';
import { attachmentOperations } from './operations/attachments.ts';
import { claimOperations } from './operations/claims.ts';
import { commentOperations } from './operations/comments.ts';
import { duplicateOperations } from './operations/duplicates.ts';
import { eventOperations } from './operations/events.ts';
import { issueOperations } from './operations/issues.ts';
import { labelOperations } from './operations/labels.ts';
import { linkOperations } from './operations/links.ts';

export interface RemoteTrackerOptions {
  /** Of `issue serve`, such as `http://host:8765`. */
  readonly url: string;
  readonly apiKey: string;
  /** One of the trackers that are served there, by name; the server's default when left out. */
  readonly backend?: string;
  /** As whom to act; that of the key when left out. Another one than the key's own needs `issues:admin`. */
  readonly agent?: string;
  /** As whom to act, when there is no `agent`, with the key of the server's environment, which is that of no agent. */
  readonly agentByDefault?: string;
  readonly readOnly?: boolean;
  /** Ends whatever is asked. */
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
  /** Of one try; 60,000 when left out. */
  readonly timeoutMs?: number;
  /** The longest a call waits because the server says so; 60,000 when left out. */
  readonly maxWaitMs?: number;
  /** Before each further try while there is no answer; 200, 800 and 2,000 when left out. */
  readonly retryDelaysMs?: readonly number[];
}

const TIMEOUT_MS = 60_000;
const MAX_WAIT_MS = 60_000;
const RETRY_DELAYS_MS = [200, 800, 2_000];
const KEY = /^[\x21-\x7e]+$/;

/**
 * A tracker of another host, by the REST API of `issue serve`: claims, events and ready queue are those of all who ask that
 * server. Nothing has to be closed. What calls throw is what the tracker throws at the server, and besides API_UNAVAILABLE,
 * API_REFUSED, API_RATE_LIMITED, API_SCOPE_MISSING, IDEMPOTENCY_IN_FLIGHT.
 *
 * @throws FixpointError INVALID_CONFIG (no address), API_KEY_INVALID, API_SCOPE_MISSING (a key that may not read, or not act
 *   as this agent), BACKEND_UNKNOWN (not served there), API_UNAVAILABLE, API_REFUSED
 */
export async function openRemoteTracker(options: RemoteTrackerOptions): Promise<Tracker> {
  const asKey = connectionOf(options);
  const asNamed: ConnectionOptions = { ...asKey, agent: options.agent ?? null };
  const [caller, backends] = await Promise.all([
    connect(asNamed)({ method: 'GET', path: ['caller'], answer: CallerAnswer }),
    connect(asNamed)({ method: 'GET', path: ['backends'], answer: z.array(BackendAnswer).readonly() }),
  ]);
  const { agentByDefault } = options;
  const isNobody = options.agent === undefined && caller.keyId === ENVIRONMENT_KEY_ID;
  const agent = isNobody && agentByDefault !== undefined ? agentByDefault : caller.agent;
  const { name, kind, capabilities, readOnly } = servedIn(backends, options);
  const ask = askAbout(name, connect({ ...asKey, agent }));
  return trackerBy(
    { ask, agent, readOnly: readOnly || (options.readOnly ?? false) },
    { backendName: name, kind, capabilities },
  );
}

function connectionOf(options: RemoteTrackerOptions): Omit<ConnectionOptions, 'agent'> {
  const { url, apiKey, agent, agentByDefault } = options;
  for (const name of [agent, agentByDefault]) if (name !== undefined) checkAgentName(name);
  if (!KEY.test(apiKey)) throw new FixpointError('API_KEY_INVALID', 'There is none, or no key looks so.');
  return {
    server: serverAddress(url),
    apiKey,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    maxWaitMs: options.maxWaitMs ?? MAX_WAIT_MS,
    retryDelaysMs: options.retryDelaysMs ?? RETRY_DELAYS_MS,
    signal: options.signal ?? new AbortController().signal,
    fetch: options.fetch ?? fetch,
  };
}

type Served = z.infer<typeof BackendAnswer>;

function servedIn(backends: readonly Served[], { url, backend }: RemoteTrackerOptions): Served {
  const found = backends.find(({ name, isDefault }) =>
    backend === undefined ? isDefault : name === backend,
  );
  if (found) return found;
  const names = backends.map(({ name }) => name).join(', ');
  throw new FixpointError(
    'BACKEND_UNKNOWN',
    `${url} does not serve ${backend ?? 'any'}; it serves: ${names}.`,
  );
}

function askAbout(backend: string, ask: Ask): Ask {
  return (request) => ask({ ...request, query: { backend, ...request.query } });
}

function trackerBy(
  context: ClientContext,
  served: Pick<Tracker, 'backendName' | 'kind' | 'capabilities'>,
): Tracker {
  const { ask, agent, readOnly } = context;
  const tracker: Tracker = {
    ...served,
    agent,
    readOnly,
    check: () => ask({ method: 'GET', path: ['backends', 'check'], answer: CheckAnswer }),
    ...issueOperations(context),
    ...commentOperations(context),
    ...labelOperations(context),
    ...linkOperations(context),
    ...claimOperations(context),
    ...agentOperations(context),
    ...eventOperations(context),
    ...attachmentOperations(context),
    ...duplicateOperations(context),
  };
  return readOnly ? withoutWrites(tracker) : tracker;
}
