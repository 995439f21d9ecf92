import {
  CAPABILITIES,
  type Capability,
  type CapabilityTable,
  type Support,
} from '../backend/capabilities.ts';
import type { IssueBackend } from '../backend/port.ts';
import { memoryComments } from './memory-comments.ts';
import { memoryIssues } from './memory-issues.ts';
import { memoryLabels } from './memory-labels.ts';
import { memoryLinks } from './memory-links.ts';
import { createMemoryState } from './memory-state.ts';

export interface MemoryBackendOptions {
  /** What differs from a tracker that has everything in fields of its own. */
  readonly capabilities?: Partial<CapabilityTable>;
  readonly login?: string;
  /** Those who can be assigned, by their logins; only who is logged in when left out. */
  readonly people?: readonly string[];
  readonly now?: () => Date;
  /** Told before every request; what it throws is the tracker's answer. */
  readonly onRequest?: (method: keyof IssueBackend) => void | Promise<void>;
}

/** A tracker in memory that keeps the promises of the port, with whatever gaps a test wants. */
export function openMemoryBackend(options: MemoryBackendOptions = {}): IssueBackend {
  const { login = 'ann', people = [login], now = () => new Date(), onRequest } = options;
  const native = Object.fromEntries(CAPABILITIES.map((it): [Capability, Support] => [it, 'native']));
  const capabilities = { ...(native as CapabilityTable), ...options.capabilities };
  const state = createMemoryState({ capabilities, login, people, now });
  const backend: IssueBackend = {
    kind: 'memory',
    capabilities,
    async check() {
      return { login, target: 'memory', canWrite: true, version: null };
    },
    ...memoryIssues(state),
    ...memoryComments(state),
    ...memoryLabels(state),
    ...memoryLinks(state),
    async isReadable() {
      return true;
    },
    async close() {
      state.issues.clear();
    },
  };
  return onRequest ? announced(backend, onRequest) : backend;
}

function announced(
  backend: IssueBackend,
  onRequest: NonNullable<MemoryBackendOptions['onRequest']>,
): IssueBackend {
  return new Proxy(backend, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]) => {
        await onRequest(name as keyof IssueBackend);
        return Reflect.apply(member, target, given);
      };
    },
  });
}
