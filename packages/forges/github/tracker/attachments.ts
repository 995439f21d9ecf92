import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';

/** GitHub takes files on its web pages only: its API has no address for them (docs.github.com/rest/issues). */
export function attachmentOperations(): Pick<
  IssueBackend,
  'listAttachments' | 'addAttachment' | 'readAttachment'
> {
  async function refuse(): Promise<never> {
    throw new FixpointError('UNSUPPORTED', 'The API of GitHub takes no files; link to one in the text.');
  }
  return { listAttachments: refuse, addAttachment: refuse, readAttachment: refuse };
}
