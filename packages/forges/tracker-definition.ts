import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { CapabilityTable } from '@fixpoint/issue-core/backend/capabilities.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { ForgeProfile } from './forge-profile.ts';
import type { GitLabTier } from './gitlab/tracker/capabilities.ts';
import type { TierMemory } from './gitlab/tracker/find-tier.ts';
import type { EtagStore } from './http/etag-store.ts';
import type { Pace, PaceOptions } from './http/pace.ts';
import { openInterruptible } from './open-interruptible.ts';

/** What a tracker is opened with; its definition says which of it cannot be left out. */
export interface TrackerFields {
  /** Of the server, as its client wants it: for GitHub that of the API. */
  readonly url?: string;
  /** At GitLab with all its groups. */
  readonly owner?: string;
  readonly repo?: string;
  /** Without one, only what is public can be read. */
  readonly token?: string;
  /** What GitLab's licence allows; the project is asked when left out. */
  readonly tier?: GitLabTier;
  /** The file of the local store. */
  readonly path?: string;
  /** On whose behalf the local store is written. */
  readonly login?: string;
}
export type TrackerField = keyof TrackerFields;

/** What connections of one process may share; of no matter to the local store. */
export interface Connection {
  /** Keeps answers, so that what did not change is not sent again. */
  readonly etags?: EtagStore | null;
  /** Of this installation; one of its own when left out. */
  readonly pace?: Pace;
  /** The longest a call waits because the tracker says so, in milliseconds; 30,000 when left out. */
  readonly maxWaitMs?: number;
  /** Ends requests and waits when it fires; what was asked then fails with its reason. */
  readonly signal?: AbortSignal;
  /** Of GitLab's projects; each is asked anew when left out. */
  readonly tiers?: TierMemory;
  /** Below the polite one; that of the process when left out. */
  readonly fetch?: typeof fetch;
}

/** One kind of tracker. Importing it is cheap: what it is made of is loaded when it is opened. */
export interface TrackerDefinition<Kind extends string = string> {
  readonly kind: Kind;
  readonly needs: readonly TrackerField[];
  /** Where it depends on the licence, those that every licence has. */
  readonly capabilities: CapabilityTable;
  /** By what the licence allows, where it depends on it. */
  readonly tiers?: Readonly<Record<GitLabTier, CapabilityTable>>;
  /** How an installation of this kind wants to be asked. */
  readonly pace: PaceOptions;
  /**
   * @throws FixpointError INVALID_CONFIG that names every field which is missing; of a project whose tier has to be asked for
   *   also as `IssueBackend`
   */
  open(fields: TrackerFields, connection?: Connection): Promise<IssueBackend>;
}

/** One kind of tracker that is part of a forge. */
export interface ForgeTrackerDefinition<Kind extends string = string> extends TrackerDefinition<Kind> {
  readonly profile: ForgeProfile;
}

type Filled<Need extends TrackerField> = TrackerFields & Required<Pick<TrackerFields, Need>>;

export interface TrackerParts<Kind extends string, Need extends TrackerField> {
  readonly kind: Kind;
  readonly needs: readonly Need[];
  readonly capabilities: CapabilityTable;
  readonly tiers?: Readonly<Record<GitLabTier, CapabilityTable>>;
  readonly pace?: PaceOptions;
  open(
    fields: Filled<Need>,
    politeFetch: () => Promise<typeof fetch>,
    tiers: TierMemory | null,
  ): Promise<IssueBackend>;
}

export function defineTracker<const Kind extends string, Need extends TrackerField>(
  parts: TrackerParts<Kind, Need>,
): TrackerDefinition<Kind> {
  const { kind, needs, capabilities, tiers, pace = {} } = parts;
  return {
    kind,
    needs,
    capabilities,
    ...(tiers ? { tiers } : {}),
    pace,
    async open(fields, connection = {}) {
      checkFilled(kind, needs, fields);
      const { signal, tiers: known = null } = connection;
      const fetchPolitely = async () => {
        const polite = await politeFetch(pace, connection);
        const send = signal ? untilAborted(polite, signal) : polite;
        return fields.token ? send : withoutCredentials(send);
      };
      return openInterruptible(signal, () => parts.open(fields, fetchPolitely, known));
    },
  };
}

export function defineForgeTracker<const Kind extends string, Need extends TrackerField>(
  profile: ForgeProfile,
  parts: TrackerParts<Kind, Need>,
): ForgeTrackerDefinition<Kind> {
  return { ...defineTracker(parts), profile };
}

function checkFilled<Need extends TrackerField>(
  kind: string,
  needs: readonly Need[],
  fields: TrackerFields,
): asserts fields is Filled<Need> {
  const missing = needs.filter((field) => !fields[field]);
  if (missing.length === 0) return;
  throw new FixpointError('INVALID_CONFIG', `A tracker of kind ${kind} needs: ${missing.join(', ')}.`);
}

async function politeFetch(paceOptions: PaceOptions, connection: Connection): Promise<typeof fetch> {
  const { createPoliteFetch } = await import('./http/polite-fetch.ts');
  const { createPace } = await import('./http/pace.ts');
  return createPoliteFetch({
    pace: connection.pace ?? createPace(paceOptions),
    etags: connection.etags ?? null,
    ...(connection.maxWaitMs === undefined ? {} : { maxWaitMs: connection.maxWaitMs }),
    ...(connection.fetch ? { fetch: connection.fetch } : {}),
  });
}

function untilAborted(send: typeof fetch, stopping: AbortSignal): typeof fetch {
  return (input, init) => {
    const own = init?.signal ?? (input instanceof Request ? input.signal : null);
    return send(input, { ...init, signal: own ? AbortSignal.any([own, stopping]) : stopping });
  };
}

/** What is public can be read by anybody, but not with an empty token. */
function withoutCredentials(send: typeof fetch): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    for (const name of ['authorization', 'private-token']) headers.delete(name);
    return send(input, { ...init, headers });
  };
}
