import { readIssueEnvironment } from '@fixpoint/config/issue-cli.ts';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { GlobalFlags } from '../global-flags.ts';
import type { World } from '../world.ts';

/** Whether nothing may be changed: the flag says so, or the environment. */
export function isReadOnly({ environment }: World, { readOnly = false }: GlobalFlags): boolean {
  return readOnly || readIssueEnvironment(environment).readOnly;
}

/**
 * For commands that write without a tracker, which would refuse it by itself.
 *
 * @throws FixpointError READ_ONLY
 */
export function refuseReadOnly(world: World, flags: GlobalFlags, command: string): void {
  if (isReadOnly(world, flags)) throw new FixpointError('READ_ONLY', `${command} was refused.`);
}
