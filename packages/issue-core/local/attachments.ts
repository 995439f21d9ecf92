import type { IssueBackend } from '../backend/port.ts';
import { type Attachment, MAX_ATTACHMENT_BYTES } from '../model/comment.ts';
import type { ChangeLog } from './change-log.ts';
import { cleanName, invalid } from './clean-text.ts';
import { type IssueReader, toIsoTime } from './issue-reader.ts';
import type { IssueWriter } from './issue-writer.ts';
import { notFound } from './not-found.ts';
import type { LocalSession } from './session.ts';

interface AttachmentRow {
  readonly id: string;
  readonly issue: number;
  readonly name: string;
  readonly size_bytes: number;
  readonly created_at: number;
}

/** Files are kept in the store itself: a copy of it is a copy of everything. */
export function attachmentOperations(
  session: LocalSession,
  {
    reader,
    writer,
    log,
  }: { readonly reader: IssueReader; readonly writer: IssueWriter; readonly log: ChangeLog },
): Pick<IssueBackend, 'listAttachments' | 'addAttachment' | 'readAttachment'> {
  const { database } = session;
  const columns = 'id, issue, name, size_bytes, created_at';
  const list = database.prepare<[number], AttachmentRow>(
    `SELECT ${columns} FROM attachments WHERE issue = ? ORDER BY place`,
  );
  const insert = database.prepare<[string, number, string, number, number, Uint8Array]>(
    `INSERT INTO attachments (${columns}, bytes) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const bytesOf = database
    .prepare<[string, number], Buffer>('SELECT bytes FROM attachments WHERE id = ? AND issue = ?')
    .pluck();

  return {
    async listAttachments(issueNumber) {
      return session.read(() => {
        reader.mustExist(issueNumber);
        return list.all(issueNumber).map(toAttachment);
      });
    },

    async addAttachment(issueNumber, { name, bytes }, options) {
      const fileName = cleanFileName(name);
      if (bytes.byteLength > MAX_ATTACHMENT_BYTES) {
        throw invalid('bytes', `at most ${MAX_ATTACHMENT_BYTES} bytes`);
      }
      return session.write(options, (at) => {
        reader.mustExist(issueNumber);
        const id = session.newId(at);
        insert.run(id, issueNumber, fileName, bytes.byteLength, at, bytes);
        writer.touch(issueNumber, at);
        log.append(at, 'attachment-created', id);
        return toAttachment({
          id,
          issue: issueNumber,
          name: fileName,
          size_bytes: bytes.byteLength,
          created_at: at,
        });
      });
    },

    async readAttachment(issueNumber, attachmentId) {
      return session.read(() => {
        reader.mustExist(issueNumber);
        const bytes = bytesOf.get(attachmentId, issueNumber);
        if (bytes) return bytes;
        throw notFound(`Attachment ${attachmentId} of #${issueNumber}`);
      });
    },
  };
}

function toAttachment(row: AttachmentRow): Attachment {
  return {
    id: row.id,
    issueNumber: row.issue,
    name: row.name,
    sizeBytes: row.size_bytes,
    createdAt: toIsoTime(row.created_at),
    url: null,
  };
}

/** Somebody will save it under this name: it must not lead out of the folder that they chose. */
function cleanFileName(name: string): string {
  const line = cleanName('name', name);
  if (!/[/\\]/.test(line) && line !== '.' && line !== '..') return line;
  throw invalid('name', 'the name of a file, without a folder');
}
