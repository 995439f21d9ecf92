import type { BulkReport } from '@fixpoint/issue-core/tracker/api.ts';
import { TITLE_BYTES } from './budget.ts';
import { clipList, clipText } from './clip.ts';
import { truncated } from './truncated.ts';

const EDITED_BYTES = 8 * 1024;
const FAILURES_BYTES = 12 * 1024;

/** Which issues were edited, and why others were not. The counts are of all, whatever fits of the lists. */
export function bulkAnswer({ results, failed, more }: BulkReport) {
  const edited = clipList(
    results.flatMap(({ number, ok }) => (ok ? [number] : [])),
    EDITED_BYTES,
  );
  const failures = clipList(
    results.flatMap((it) =>
      it.ok
        ? []
        : [
            {
              number: it.number,
              code: it.error.code,
              message: clipText(it.error.message, TITLE_BYTES).value,
            },
          ],
    ),
    FAILURES_BYTES,
  );
  return {
    editedCount: results.length - failed,
    failedCount: failed,
    edited: edited.value,
    failures: failures.value,
    more,
    ...truncated({ edited, failures }),
  };
}
