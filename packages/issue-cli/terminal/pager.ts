import { readTerminalVariables } from '@fixpoint/config/issue-terminal.ts';
import type { World } from '../world.ts';
import { runInteractive } from './run-interactive.ts';

const COMMAND_NOT_FOUND = 127;
/** Colours as they are, no stay for what fits on one page after all, and what was shown stays on the screen. */
const SETTINGS = { LESS: 'FRX', LV: '-c' };

/** Shows a text through `$PAGER`; false when the user wants none, or has none. */
export async function runPager(world: World, text: string): Promise<boolean> {
  const { pager, isDumb, setByUser } = readTerminalVariables(world.environment);
  if (pager === null || isDumb) return false;
  const environment = {
    ...(setByUser.has('LESS') ? {} : { LESS: SETTINGS.LESS }),
    ...(setByUser.has('LV') ? {} : { LV: SETTINGS.LV }),
  };
  const command = `${pager} 2>/dev/null`;
  return (await runInteractive(world, { command, input: text, environment })) !== COMMAND_NOT_FOUND;
}
