import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
import { z } from 'zod';
import { isCreatedBy, keepMarker } from '../../tracker/created-by.ts';
import { formatPlace, type PagePlace, parsePlace } from '../../tracker/stable-pages.ts';
import type { GitLabClient } from './client.ts';
import { notFound, parseId } from './errors.ts';
import type { IssueReader } from './issue-reader.ts';
import { isComment, readNotes } from './notes.ts';
import { Note } from './schema.ts';
import { fromGitLabText, toGitLabText } from './text.ts';

/** A bound against servers that never run out of pages: 10,000 comments. */
const MAX_PAGES = 100;

/**
 * Comments are the notes that people write. What GitLab notes of itself is dropped, and so are internal notes: whatever is
 * read here may be published at another tracker.
 *
 * @param login who we are, for finding what we created
 */
export function commentOperations(
  client: GitLabClient,
  reader: IssueReader,
  login: () => Promise<string>,
): Pick<
  IssueBackend,
  'listComments' | 'createComment' | 'updateComment' | 'deleteComment' | 'findCreatedComment'
> {
  function toComment(issueNumber: number, note: Note): Comment {
    return {
      id: String(note.id),
      issueNumber,
      body: fromGitLabText(note.body),
      author: note.author?.username ?? null,
      createdAt: note.created_at,
      updatedAt: note.updated_at,
      url: client.webUrl && `${client.webUrl}/-/issues/${issueNumber}#note_${note.id}`,
    };
  }

  async function readComment(path: string, signal?: AbortSignal): Promise<Note> {
    const note = await client.request({ method: 'GET', path, schema: Note, signal });
    if (isComment(note)) return note;
    throw notFound(`comment ${note.id}; it is a note that is not public`);
  }

  return {
    async listComments(issueNumber, cursor) {
      if (cursor === null) await reader.read(issueNumber);
      const place = cursor === null ? null : parsePlace(cursor);
      const { items, next } = await readNotes(client, issueNumber, place);
      const comments = items.filter(isComment).map((note) => toComment(issueNumber, note));
      return { items: comments, next: next && formatPlace(next), total: null };
    },
    async createComment(issueNumber, text, { operationId, signal } = {}) {
      const body = { body: toGitLabText(text, operationId) };
      const path = notesPath(issueNumber);
      return toComment(
        issueNumber,
        await client.request({ method: 'POST', path, body, schema: Note, signal }),
      );
    },
    async updateComment(issueNumber, commentId, text, { signal } = {}) {
      const path = notePath(issueNumber, commentId);
      const before = await readComment(path, signal);
      const body = { body: keepMarker(before, toGitLabText(text)) };
      return toComment(
        issueNumber,
        await client.request({ method: 'PUT', path, body, schema: Note, signal }),
      );
    },
    async deleteComment(issueNumber, commentId, { signal } = {}) {
      const path = notePath(issueNumber, commentId);
      await readComment(path, signal);
      await client.request({ method: 'DELETE', path, schema: z.undefined(), signal });
    },
    async findCreatedComment(issueNumber, operationId) {
      const author = await login();
      let place: PagePlace | null = null;
      for (let pages = 0; pages < MAX_PAGES; pages += 1) {
        const { items, next }: Awaited<ReturnType<typeof readNotes>> = await readNotes(
          client,
          issueNumber,
          place,
        );
        const found = items.filter(isComment).find((note) => isOurs(note, author, operationId));
        if (found) return toComment(issueNumber, found);
        if (!next) return null;
        place = next;
      }
      throw new FixpointError('FORGE_REFUSED', `#${issueNumber} has too many comments to look through.`);
    },
  };
}

function isOurs({ body, author }: Note, login: string, operationId: string): boolean {
  const user = author ? { login: author.username } : null;
  return isCreatedBy({ body, user }, login, operationId);
}

/** @throws FixpointError FORGE_NOT_FOUND */
function notesPath(issueNumber: number): string {
  if (!Number.isSafeInteger(issueNumber) || issueNumber < 1) throw notFound(`issue ${issueNumber}`);
  return `/issues/${issueNumber}/notes`;
}

function notePath(issueNumber: number, id: string): string {
  return `${notesPath(issueNumber)}/${parseId('comment', id)}`;
}
