import { withMarker } from '@fixpoint/issue-core/backend/marker.ts';
import { uploadLink } from './upload-links.ts';

/** In the place of an operation id, which is never as short. */
const FILE = 'file';
const FILE_NOTE =
  /^\[(?:\\.|[^[\]\\])*\]\(\/uploads\/[0-9a-f]{32}\/[^\s()<>"]{1,400}\)\s*<!-- issue-core:file -->\s*$/;

/** The text of a note that is there for a file alone. */
export function fileNote(name: string, url: string): string {
  return withMarker(uploadLink(name, url), FILE);
}

/** Whether a note is nothing but a file that was added through us: then it is an attachment, and no comment. */
export function isFileNote(text: string): boolean {
  return FILE_NOTE.test(text);
}
