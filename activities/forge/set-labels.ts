import type { ForgeActivities } from '@fixpoint/contracts/forge-activities.ts';
import { LABELS } from '@fixpoint/contracts/labels.ts';
import type { ForgePorts } from './ports.ts';

type Request = Parameters<ForgeActivities['setLabels']>[0];

/** Creates the labels to add where they are missing; what is already so stays so. */
export async function setLabels(
  { forges }: Pick<ForgePorts, 'forges'>,
  { issue, add, remove }: Request,
): Promise<void> {
  const labels = Object.values(LABELS).filter(({ name }) => add.includes(name));
  await forges(issue.repository.forgeInstance).labelIssue(issue, { add: labels, remove });
}
