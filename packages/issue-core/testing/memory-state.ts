import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Capability, CapabilityTable } from '../backend/capabilities.ts';
import type { StoredLink } from '../coordination/stored-link.ts';
import type { Attachment, Comment } from '../model/comment.ts';
import type { Issue } from '../model/issue.ts';
import type { Label, Milestone } from '../model/label.ts';

/** What a memory backend holds. Rows are replaced, never changed. */
export interface MemoryState {
  readonly capabilities: CapabilityTable;
  readonly login: string;
  readonly people: readonly string[];
  readonly issues: Map<number, Issue>;
  readonly comments: Map<string, Comment>;
  /** By folded name. */
  readonly labels: Map<string, Label>;
  readonly milestones: Map<string, Milestone>;
  readonly attachments: Attachment[];
  /** By the id of the attachment. */
  readonly files: Map<string, Uint8Array>;
  links: readonly StoredLink[];
  /** Numbers and ids by the operation that created them. */
  readonly operations: Map<string, string>;
  /** Counts on, so that no number is given twice. */
  nextNumber(): number;
  nextId(): number;
  /** ISO 8601, later than every time it gave before. */
  tick(): string;
}

export function createMemoryState(options: {
  readonly capabilities: CapabilityTable;
  readonly login: string;
  readonly people: readonly string[];
  readonly now: () => Date;
}): MemoryState {
  let lastNumber = 0;
  let lastId = 0;
  let lastMs = 0;
  return {
    capabilities: options.capabilities,
    login: options.login,
    people: options.people,
    issues: new Map(),
    comments: new Map(),
    labels: new Map(),
    milestones: new Map(),
    attachments: [],
    files: new Map(),
    links: [],
    operations: new Map(),
    nextNumber() {
      lastNumber += 1;
      return lastNumber;
    },
    nextId() {
      lastId += 1;
      return lastId;
    },
    tick() {
      lastMs = Math.max(lastMs + 1, options.now().getTime());
      return new Date(lastMs).toISOString();
    },
  };
}

/** @throws FixpointError UNSUPPORTED unless the tracker itself has it */
export function requireOwn({ capabilities }: MemoryState, capability: Capability): void {
  const support = capabilities[capability];
  if (support === 'native' || support === 'encoded') return;
  throw new FixpointError('UNSUPPORTED', `This tracker has no ${capability}.`);
}

/** What is kept beside it is passed over when it comes with a write. @throws FixpointError UNSUPPORTED */
export function hasOwn(state: MemoryState, capability: Capability): boolean {
  if (state.capabilities[capability] === 'beside') return false;
  requireOwn(state, capability);
  return true;
}

export function found<T>(thing: T | undefined, what: string): T {
  if (thing !== undefined) return thing;
  throw new FixpointError('ISSUE_NOT_FOUND', `${what} is not there.`);
}

/** Pages of a list by offset; nothing else writes while a test reads. */
export function pageOf<T>(items: readonly T[], cursor: string | null, pageSize: number) {
  const from = cursor === null ? 0 : Number(cursor);
  const next = from + pageSize < items.length ? String(from + pageSize) : null;
  return { items: items.slice(from, from + pageSize), next, total: items.length };
}
