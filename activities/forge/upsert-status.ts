import type { ForgeActivities } from '@fixpoint/contracts/forge-activities.ts';
import { findKeyedComment, type PostedComment, toPosted, withMarker } from './keyed-comment.ts';
import type { ForgePorts } from './ports.ts';
import { renderStatus } from './texts/status.ts';

type Request = Parameters<ForgeActivities['upsertStatus']>[0];

/** One comment per run, edited from then on. */
export async function upsertStatus(
  { forges }: Pick<ForgePorts, 'forges'>,
  { issue, runId, status }: Request,
): Promise<PostedComment> {
  const forge = forges(issue.repository.forgeInstance);
  const key = `status/${runId}`;
  const body = withMarker(key, renderStatus(status));
  const existing = await findKeyedComment(forge, issue, key);
  if (existing === null) return toPosted(await forge.createComment(issue, body));
  if (existing.body === body) return toPosted(existing);
  return toPosted(await forge.editComment(issue, existing.id, body));
}
