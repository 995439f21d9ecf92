import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { withErrors } from '@fixpoint/issue-core/backend/with-errors.ts';

/**
 * Opens a tracker; once the signal has fired, whatever fails does so with the signal's reason. A request that was hung up
 * would look like a forge that does not answer, and be tried again.
 */
export async function openInterruptible(
  signal: AbortSignal | undefined,
  open: () => Promise<IssueBackend>,
): Promise<IssueBackend> {
  if (!signal) return open();
  const orReason = (error: unknown): unknown => (signal.aborted ? signal.reason : error);
  try {
    return withErrors(await open(), orReason);
  } catch (error) {
    throw orReason(error);
  }
}
