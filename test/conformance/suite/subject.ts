import type { CapabilityTable } from '@fixpoint/issue-core/backend/capabilities.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { afterAll, beforeAll } from 'vitest';

/** An empty repository (or store) of its own, and a backend bound to it. */
export interface OpenedBackend {
  readonly backend: IssueBackend;
  /** The same repository over another client: it edits what the first one is reading. */
  readonly secondClient?: IssueBackend;
  /** To whom issues can be assigned; the first is who `backend` works as. */
  readonly people: readonly [string, string, ...string[]];
  /** Opens a pull request there, says something on it, and tells its number; only where `hasPullRequests`. */
  readonly openPullRequest?: () => Promise<number>;
  /** Removes the repository and closes whatever was opened for it. */
  readonly close?: () => Promise<void>;
}

export interface Conformance {
  /** Called once for each theme, and never for two at once. */
  readonly open: () => Promise<OpenedBackend>;
  /** What the backend says of itself must be this, and every test asks exactly for what this says. */
  readonly capabilities: CapabilityTable;
  /** Pull requests are counted among the issues there. */
  readonly hasPullRequests?: boolean;
  /** No label can have a comma in its name there. */
  readonly refusesCommas?: boolean;
  /** Two issue types that the tracker has, or lets us make; `bug` and `feature` when left out. */
  readonly types?: readonly [string, string];
  /** How much is made to see paging; 120 issues and 70 comments when left out. */
  readonly crowd?: { readonly issues: number; readonly comments: number };
  /** Of one test, and of opening; 60 s when left out. */
  readonly timeoutMs?: number;
}

/** What a theme is told about what it tests. */
export interface Subject {
  readonly capabilities: CapabilityTable;
  readonly refusesCommas: boolean;
  readonly types: readonly [string, string];
  readonly crowd: { readonly issues: number; readonly comments: number };
  /** What was opened for this theme; only within tests. */
  now(): OpenedBackend;
  /** Who edits while `backend` reads; the same client where there is no second. */
  other(): IssueBackend;
}

export const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_CROWD = { issues: 120, comments: 70 };

/** Opens before the tests of the surrounding `describe`, and closes after them. */
export function openSubject(conformance: Conformance): Subject {
  const timeoutMs = conformance.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  let opened: OpenedBackend | null = null;

  beforeAll(async () => {
    opened = await conformance.open();
  }, timeoutMs);
  afterAll(async () => {
    await opened?.backend.close();
    await opened?.secondClient?.close();
    await opened?.close?.();
  }, timeoutMs);

  function now(): OpenedBackend {
    if (opened) return opened;
    throw new Error('A backend under test is there only while its tests run.');
  }

  return {
    capabilities: conformance.capabilities,
    refusesCommas: conformance.refusesCommas ?? false,
    types: conformance.types ?? ['bug', 'feature'],
    crowd: conformance.crowd ?? DEFAULT_CROWD,
    now,
    other: () => now().secondClient ?? now().backend,
  };
}
