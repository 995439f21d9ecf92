import type { ForgeActivities } from '@fixpoint/contracts/forge-activities.ts';
import { ensureKeyedComment, type PostedComment, toPosted } from './keyed-comment.ts';
import type { ForgePorts } from './ports.ts';
import { renderNotice } from './texts/notices.ts';

type Request = Parameters<ForgeActivities['postNotice']>[0];

/** One comment per key, for ever. */
export async function postNotice(
  { forges }: Pick<ForgePorts, 'forges'>,
  { issue, key, notice }: Request,
): Promise<PostedComment> {
  const forge = forges(issue.repository.forgeInstance);
  return toPosted(await ensureKeyedComment(forge, issue, `notice/${key}`, renderNotice(notice)));
}
