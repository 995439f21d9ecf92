import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Attachment } from '@fixpoint/issue-core/model/comment.ts';
import type { z } from 'zod';
import type { TrackerClient } from './client.ts';
import type { IssueReader } from './issue-reader.ts';
import { Attachments, Attachment as GiteaAttachment } from './schema.ts';

/** What files are taken, and how big, is a setting of the server; it refuses others. */
export function attachmentOperations(
  client: TrackerClient,
  reader: IssueReader,
): Pick<IssueBackend, 'listAttachments' | 'addAttachment'> {
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
