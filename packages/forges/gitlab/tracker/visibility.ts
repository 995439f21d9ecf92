import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Query } from './client.ts';

/**
 * Whether confidential issues are read. By default they are not: whatever is read may be written to another tracker, or shown
 * to an agent, by somebody who does not know that it was confidential.
 */
export interface Visibility {
  /** For lists. */
  readonly query: Query;
  readonly shows: (issue: { readonly confidential?: boolean | null | undefined }) => boolean;
  /**
   * FORGE_FORBIDDEN, and not FORGE_NOT_FOUND, so that an issue which becomes confidential is never taken for a deleted one.
   *
   * @throws FixpointError FORGE_FORBIDDEN
   */
  readonly check: (issue: {
    readonly iid: number;
    readonly confidential?: boolean | null | undefined;
  }) => void;
}

export function createVisibility(includesConfidential: boolean): Visibility {
  const shows: Visibility['shows'] = ({ confidential }) => includesConfidential || confidential !== true;
  return {
    query: includesConfidential ? {} : { confidential: false },
    shows,
    check(issue) {
      if (shows(issue)) return;
      throw new FixpointError(
        'FORGE_FORBIDDEN',
        `#${issue.iid} is confidential, and confidential issues are left out here.`,
      );
    },
  };
}
