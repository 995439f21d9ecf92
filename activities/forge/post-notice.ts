import type { ForgeActivities } from '@fixpoint/contracts/forge-activities.ts';
import { findKeyedComment, type PostedComment, toPosted, withMarker } from './keyed-comment.ts';
import type { ForgePorts } from './ports.ts';
import { renderNotice } from './texts/notices.ts';

type Request = Parameters<ForgeActivities['postNotice']>[0];

/** One comment per key, for ever. */
export async function postNotice(
  { forges }: Pick<ForgePorts, 'forges'>,
  { issue, key, notice }: Request,
): Promise<PostedComment> {
  const forge = forges(issue.repository.forgeInstance);
  const commentKey = `notice/${key}`;
  const existing = await findKeyedComment(forge, issue, commentKey);
  if (existing !== null) return toPosted(existing);
  return toPosted(await forge.createComment(issue, withMarker(commentKey, renderNotice(notice))));
}
