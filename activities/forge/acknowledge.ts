import type { ForgeActivities } from '@fixpoint/contracts/forge-activities.ts';
import type { ForgePorts } from './ports.ts';

type Request = Parameters<ForgeActivities['acknowledge']>[0];

/** 👀 on what holds the command; forges keep one reaction of a kind per user. */
export async function acknowledge(
  { forges }: Pick<ForgePorts, 'forges'>,
  { issue, commentId }: Request,
): Promise<void> {
  await forges(issue.repository.forgeInstance).addReaction(issue, commentId, 'eyes');
}
