import type { World } from '../world.ts';
import { runInteractive } from './run-interactive.ts';

const DEFAULT_PAGER = 'less';
const COMMAND_NOT_FOUND = 127;
/** Colours as they are, no stay for what fits on one page after all, and what was shown stays on the screen. */
const SETTINGS = { LESS: 'FRX', LV: '-c' };

/** Shows a text through `$PAGER`; false when the user wants none, or has none. */
export async function runPager(world: World, text: string): Promise<boolean> {
  const { PAGER = DEFAULT_PAGER, TERM, LESS, LV } = world.environment;
  if (PAGER.trim() === '' || PAGER === 'cat' || TERM === 'dumb') return false;
  const environment = {
    ...(LESS === undefined ? { LESS: SETTINGS.LESS } : {}),
    ...(LV === undefined ? { LV: SETTINGS.LV } : {}),
  };
  const command = `${PAGER} 2>/dev/null`;
  return (await runInteractive(world, { command, input: text, environment })) !== COMMAND_NOT_FOUND;
}
