import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Capability } from '../backend/capabilities.ts';
import type { LinkKind } from '../model/link.ts';
import type { TrackerContext } from './context.ts';

/** Where something goes: to the tracker, or beside it. */
export type Home = 'tracker' | 'beside';

/** @throws FixpointError UNSUPPORTED when the tracker cannot have it, or it would have to be kept beside and is not */
export function requireInTracker(context: TrackerContext, capability: Capability): void {
  if (homeOf(context, capability) === 'beside') throw unsupported(context, capability);
}

/** @throws FixpointError UNSUPPORTED when it cannot be had */
export function homeOf(context: TrackerContext, capability: Capability): Home {
  const support = context.backend.capabilities[capability];
  switch (support) {
    case 'native':
    case 'encoded':
      return 'tracker';
    case 'beside':
      return 'beside';
    case 'unsupported':
      throw unsupported(context, capability);
    default:
      return assertNever(support);
  }
}

export function capabilityOfLink(kind: LinkKind): Capability {
  switch (kind) {
    case 'parent':
    case 'child':
      return 'parent';
    case 'blocks':
    case 'blocked_by':
      return 'blocked-by';
    case 'relates':
      return 'relates';
    case 'duplicates':
    case 'duplicated_by':
      return 'duplicates';
    default:
      return assertNever(kind);
  }
}

function unsupported({ backendName, backend }: TrackerContext, capability: Capability): FixpointError {
  return new FixpointError('UNSUPPORTED', `${backendName} (${backend.kind}) has no ${capability}.`);
}
