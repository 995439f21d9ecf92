import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { type Attachment, MAX_ATTACHMENT_BYTES } from '@fixpoint/issue-core/model/comment.ts';
import type { z } from 'zod';
import type { TrackerClient } from './client.ts';
import { parseId } from './errors.ts';
import type { IssueReader } from './issue-reader.ts';
import { Attachments, Attachment as GiteaAttachment } from './schema.ts';

/** What files are taken, and how big, is a setting of the server; it refuses others. */
export function attachmentOperations(
  client: TrackerClient,
  reader: IssueReader,
): Pick<IssueBackend, 'listAttachments' | 'addAttachment' | 'readAttachment'> {
  return {
    async listAttachments(issueNumber) {
      const path = `/issues/${issueNumber}/assets`;
      const files = await reader.on(issueNumber, () =>
        client.request({ method: 'GET', path, schema: Attachments }),
      );
      return files.toSorted((a, b) => a.id - b.id).map((file) => toAttachment(issueNumber, file));
    },
    async addAttachment(issueNumber, { name, bytes }, options = {}) {
      const { signal } = options;
      const body = new FormData();
      body.set('attachment', new Blob([Uint8Array.from(bytes)]), name);
      const file = await reader.on(
        issueNumber,
        () =>
          client.request({
            method: 'POST',
            path: `/issues/${issueNumber}/assets`,
            query: { name },
            body,
            schema: GiteaAttachment,
            signal,
          }),
        signal,
      );
      return toAttachment(issueNumber, file);
    },
    async readAttachment(issueNumber, attachmentId) {
      const path = `/issues/${issueNumber}/assets/${parseId('attachment', attachmentId)}`;
      const { uuid } = await reader.on(issueNumber, () =>
        client.request({ method: 'GET', path, schema: GiteaAttachment }),
      );
      // What the server gives as address has the name that people know it by, which need not be ours.
      return client.readFile(`/attachments/${uuid}`, MAX_ATTACHMENT_BYTES);
    },
  };
}

function toAttachment(issueNumber: number, file: z.infer<typeof GiteaAttachment>): Attachment {
  return {
    id: String(file.id),
    issueNumber,
    name: file.name,
    sizeBytes: file.size,
    createdAt: file.created_at,
    url: file.browser_download_url,
  };
}
