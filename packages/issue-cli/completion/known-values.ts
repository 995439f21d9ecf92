import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { Query } from '@fixpoint/issue-core/query/ast.ts';
import { readRepositoryConfig } from '../config/repository-config.ts';
import { findRepositoryRoot } from '../config/repository-root.ts';
import { safeLine } from '../output/safe-text.ts';
import { openSession } from '../session/open-session.ts';
import type { World } from '../world.ts';
import type { ValueKind, WantedValue } from './wanted-value.ts';

/** What can be typed, and what it is. */
export interface KnownValue {
  readonly value: string;
  readonly description: string;
}

/** Whoever presses Tab waits no longer than that for a tracker. */
const PATIENCE_MS = 1_500;
const MAX_VALUES = 100;
const MAX_DESCRIPTION_CHARS = 60;
/** The completion script of bash expands what it is given: a label must not be able to run a program. */
const HARMLESS = /^[\p{L}\p{N}_@.:/+][\p{L}\p{N}_@.:/+-]*$/u;

/** Those of the tracker, or the configuration, as far as they are known in time; a shell can show no error. */
export async function knownValues(
  wanted: WantedValue,
  world: World,
  patienceMs = PATIENCE_MS,
): Promise<readonly KnownValue[]> {
  const signal = AbortSignal.any([world.signal, AbortSignal.timeout(patienceMs)]);
  const tooLate = new Promise<readonly KnownValue[]>((resolve) => {
    signal.addEventListener('abort', () => resolve([]), { once: true });
  });
  const found = readValues(wanted, { ...world, signal }).catch(() => []);
  const values = await Promise.race([found, tooLate]);
  return values
    .filter(({ value }) => HARMLESS.test(value))
    .map(({ value, description }) => ({ value, description: clip(safeLine(description)) }));
}

async function readValues({ kind, backend }: WantedValue, world: World): Promise<readonly KnownValue[]> {
  if (kind === 'backend') return readBackends(world);
  const session = await openSession(world, backend === null ? {} : { backend }, { access: 'read' });
  try {
    return await readOfTracker(kind, session.tracker);
  } finally {
    await session.close();
  }
}

async function readBackends({ cwd }: World): Promise<readonly KnownValue[]> {
  const config = await readRepositoryConfig(findRepositoryRoot(cwd).path);
  return Object.entries(config?.backends ?? {}).map(([value, { type }]) => ({ value, description: type }));
}

async function readOfTracker(
  kind: Exclude<ValueKind, 'backend'>,
  tracker: Awaited<ReturnType<typeof openSession>>['tracker'],
): Promise<readonly KnownValue[]> {
  const limit = MAX_VALUES;
  switch (kind) {
    case 'issue':
    case 'closed-issue': {
      const query: Query = kind === 'issue' ? { kind: 'not-closed' } : { kind: 'state', state: 'closed' };
      const { items } = await tracker.list({ query, limit });
      return items.map(({ number, title }) => ({ value: `${number}`, description: title }));
    }
    case 'label': {
      const { items } = await tracker.listLabels({ limit });
      return items.map(({ name, description }) => ({ value: name, description: description ?? '' }));
    }
    case 'milestone': {
      const { items } = await tracker.listMilestones({ limit });
      return items.map(({ title, description }) => ({ value: title, description: description ?? '' }));
    }
    default:
      return assertNever(kind);
  }
}

function clip(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_DESCRIPTION_CHARS
    ? text
    : `${characters.slice(0, MAX_DESCRIPTION_CHARS - 1).join('')}…`;
}
