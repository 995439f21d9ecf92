import type { CapturedIssue, IssueText } from '@fixpoint/contracts/forge-activities.ts';
import type { IssueRef } from '@fixpoint/contracts/ids.ts';
import { isOurs } from '@fixpoint/forges/marker.ts';
import type { ForgePorts } from './ports.ts';
import { clip } from './texts/clip.ts';
import { stripHidden } from './texts/strip-hidden.ts';

const MAX_TITLE_CHARS = 200;
const MAX_BODY_CHARS = 60_000;
const MAX_COMMENTS = 100;
const MAX_COMMENT_CHARS = 10_000;
/** Whose account was deleted. */
const NOBODY = 'ghost';

/**
 * The issue and its last comments as a person sees them: what only a model would read is taken out, and what Fixpoint
 * itself wrote is left out.
 */
export async function captureIssue(
  { forges, blobs }: Pick<ForgePorts, 'forges' | 'blobs'>,
  issue: IssueRef,
): Promise<CapturedIssue> {
  const forge = forges(issue.repository.forgeInstance);
  const [found, comments] = await Promise.all([forge.getIssue(issue), forge.listComments(issue)]);
  const bot = forge.botLogin.toLowerCase();
  const others = comments.filter(({ author, body }) => author?.toLowerCase() !== bot || !isOurs(body));

  const text: IssueText = {
    number: found.number,
    title: clip(stripHidden(found.title).replace(/\s+/g, ' '), MAX_TITLE_CHARS),
    body: clip(stripHidden(found.body), MAX_BODY_CHARS),
    author: found.author ?? NOBODY,
    comments: others.slice(-MAX_COMMENTS).map(({ author, createdAt: at, body }) => ({
      author: author ?? NOBODY,
      at,
      body: clip(stripHidden(body), MAX_COMMENT_CHARS),
    })),
  };
  const blob = await blobs.put(new TextEncoder().encode(JSON.stringify(text)));
  return { text: blob, title: text.title, open: found.state !== 'closed' };
}
