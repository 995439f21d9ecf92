import type { ForgeActivities } from '@fixpoint/contracts/forge-activities.ts';
import { ensureKeyedComment, type PostedComment, toPosted, withMarker } from './keyed-comment.ts';
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
  const text = renderStatus(status);
  const body = withMarker(key, text);
  const standing = await ensureKeyedComment(forge, issue, key, text);
  if (standing.body === body) return toPosted(standing);
  return toPosted(await forge.editComment(issue, standing.id, body));
}
