import type { ForgeActivities } from '@fixpoint/contracts/forge-activities.ts';
import type { ForgePorts } from './ports.ts';

type Request = Parameters<ForgeActivities['readPermission']>[0];

export async function readPermission(
  { forges }: Pick<ForgePorts, 'forges'>,
  { repository, login }: Request,
): Promise<{ readonly canWrite: boolean }> {
  const permission = await forges(repository.forgeInstance).getPermission(repository, login);
  return { canWrite: permission === 'write' || permission === 'admin' };
}
