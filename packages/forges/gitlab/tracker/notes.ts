import type { PagePlace } from '../../tracker/stable-pages.ts';
import { MAX_PAGE_SIZE } from '../../tracker/stable-pages.ts';
import type { GitLabClient } from './client.ts';
import { isFileNote } from './file-notes.ts';
import { readCounted } from './read-on.ts';
import { type Note, Notes } from './schema.ts';

/** Of one issue, oldest first. A page may be short of notes that we may not see; only the links tell of the next one. */
export function readNotes(client: GitLabClient, issueNumber: number, place: PagePlace | null) {
  const query = {
    ...{ order_by: 'created_at', sort: 'asc', activity_filter: 'only_comments', per_page: MAX_PAGE_SIZE },
  };
  return readCounted(
    place,
    (position) =>
      client.ask({
        method: 'GET',
        path: `/issues/${issueNumber}/notes`,
        query: { ...query, ...position },
        schema: Notes,
      }),
    ({ id }) => id,
  );
}

/** What a person wrote, for everybody. */
export function isPublic({ system, internal, confidential }: Note): boolean {
  return !system && internal !== true && confidential !== true;
}

export function isComment(note: Note): boolean {
  return isPublic(note) && !isFileNote(note.body);
}
