import { userInfo } from 'node:os';
import { readTerminalVariables } from '@fixpoint/config/issue-terminal.ts';
import type { Sourced } from '../config/backend-fields.ts';
import { resolveAgent } from '../config/resolve-agent.ts';
import type { World } from '../world.ts';

const MAX_NAME_CHARS = 64;

/** Who acts: who was named, else the user of this machine. @throws FixpointError INVALID_CONFIG */
export async function identityOf(world: World, flag: string | undefined): Promise<Sourced<string>> {
  const named = await resolveAgent(world.cwd, flag, world.environment);
  return named ?? { value: userName(world), from: 'default', source: 'the user of this machine' };
}

/** As names of agents are written. */
function userName({ environment }: World): string {
  const name = readTerminalVariables(environment).user ?? accountName();
  const fitting = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, MAX_NAME_CHARS);
  return fitting === '' ? 'somebody' : fitting;
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // Containers run under numbers that have no name.
    return '';
  }
}
