import { readIssueEnvironment } from '@fixpoint/config/issue-cli.ts';
import type { GlobalFlags } from '../global-flags.ts';
import type { World } from '../world.ts';

/** Whether nothing may be changed: the flag says so, or the environment. */
export function isReadOnly({ environment }: World, { readOnly = false }: GlobalFlags): boolean {
  return readOnly || readIssueEnvironment(environment).readOnly;
}
