import type { IssueBackend } from '../backend/port.ts';
import type { Attachment } from '../model/comment.ts';

type DryAttachments = Pick<IssueBackend, 'listAttachments' | 'addAttachment' | 'readAttachment'>;

/** The files of a dry run (`dry-backend.ts`). What would be copied is read, so that the plan lacks what cannot be. */
export function dryAttachments(real: IssueBackend, isOurs: (number: number) => boolean): DryAttachments {
  const added = new Map<number, Attachment[]>();
  let count = 0;
  return {
    async listAttachments(issueNumber) {
      const there = isOurs(issueNumber) ? [] : await real.listAttachments(issueNumber);
      return [...there, ...(added.get(issueNumber) ?? [])];
    },
    async addAttachment(issueNumber, { name, bytes }) {
      count += 1;
      const attachment: Attachment = {
        id: `dry-${count}`,
        issueNumber,
        name,
        sizeBytes: bytes.byteLength,
        createdAt: null,
        url: null,
      };
      added.set(issueNumber, [...(added.get(issueNumber) ?? []), attachment]);
      return attachment;
    },
    readAttachment: (issueNumber, attachmentId) => real.readAttachment(issueNumber, attachmentId),
  };
}
