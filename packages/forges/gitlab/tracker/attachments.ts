import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { type Attachment, MAX_ATTACHMENT_BYTES } from '@fixpoint/issue-core/model/comment.ts';
import type { PagePlace } from '../../tracker/stable-pages.ts';
import type { GitLabClient } from './client.ts';
import { notFound, quoted } from './errors.ts';
import { fileNote } from './file-notes.ts';
import type { IssueReader } from './issue-reader.ts';
import { isPublic, readNotes } from './notes.ts';
import { type Issue, Note, Upload } from './schema.ts';
import { toGitLabText } from './text.ts';
import { parseUploadId, uploadLinksIn } from './upload-links.ts';

/** A bound against servers that never run out of pages: 10,000 comments. */
const MAX_PAGES = 100;

/**
 * Files belong to the project, and are on an issue by a link in its text or in a note of it
 * (docs.gitlab.com/api/project_markdown_uploads). One that is added gets a note of its own, so that nobody's text changes.
 */
export function attachmentOperations(
  client: GitLabClient,
  reader: IssueReader,
): Pick<IssueBackend, 'listAttachments' | 'addAttachment' | 'readAttachment'> {
  async function notesOf(issueNumber: number): Promise<readonly Note[]> {
    const notes: Note[] = [];
    let place: PagePlace | null = null;
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const { items, next }: Awaited<ReturnType<typeof readNotes>> = await readNotes(
        client,
        issueNumber,
        place,
      );
      notes.push(...items.filter(isPublic));
      if (!next) return notes;
      place = next;
    }
    throw new FixpointError('FORGE_REFUSED', `#${issueNumber} has too many comments to look through.`);
  }

  /** Of the issue that was listed last: who reads its files one by one does not want all its comments read for each. */
  let last: { readonly issueNumber: number; readonly ids: ReadonlySet<string> } | null = null;

  async function listAttachments(issueNumber: number): Promise<readonly Attachment[]> {
    const issue = await reader.read(issueNumber);
    const found = attachmentsIn(issue, issue.description ?? '', issue.created_at);
    for (const { body, created_at } of await notesOf(issueNumber)) {
      found.push(...attachmentsIn(issue, body, created_at));
    }
    const files = [...new Map(found.toReversed().map((it) => [it.id, it])).values()].toReversed();
    last = { issueNumber, ids: new Set(files.map(({ id }) => id)) };
    return files;
  }

  async function isOn(issueNumber: number, attachmentId: string): Promise<boolean> {
    if (last?.issueNumber === issueNumber && last.ids.has(attachmentId)) return true;
    return (await listAttachments(issueNumber)).some(({ id }) => id === attachmentId);
  }

  return {
    listAttachments,
    async addAttachment(issueNumber, { name, bytes }, { signal } = {}) {
      const issue = await reader.read(issueNumber, signal);
      const form = new FormData();
      form.set('file', new Blob([Uint8Array.from(bytes)]), name);
      const { url } = await client.request({
        ...{ method: 'POST', path: '/uploads', body: form, schema: Upload, signal },
      });
      const body = { body: toGitLabText(fileNote(name, url)) };
      const path = `/issues/${issueNumber}/notes`;
      const note = await client.request({ method: 'POST', path, body, schema: Note, signal });
      const [attachment] = attachmentsIn(issue, note.body, note.created_at);
      if (attachment) return attachment;
      throw new FixpointError(
        'FORGE_REFUSED',
        `GitLab gave a file the address ${url.slice(0, 200)}, which is none.`,
      );
    },
    async readAttachment(issueNumber, attachmentId) {
      const upload = parseUploadId(attachmentId);
      // The project would give any file of which the secret is known.
      if (upload === null || !(await isOn(issueNumber, attachmentId)))
        throw notFound(`attachment ${quoted(attachmentId)}`);
      const path = `/uploads/${upload.secret}/${encodeURIComponent(upload.fileName)}`;
      return client.readFile(path, MAX_ATTACHMENT_BYTES);
    },
  };
}

function attachmentsIn(issue: Issue, text: string, createdAt: string): Attachment[] {
  const project = issue.web_url.replace(/\/-\/.*$/, '');
  return uploadLinksIn(text).map(({ id, name }) => ({
    ...{ id, issueNumber: issue.iid, name, createdAt, url: `${project}/uploads/${id}` },
    // The list of a project's uploads has it, for maintainers only.
    sizeBytes: null,
  }));
}
