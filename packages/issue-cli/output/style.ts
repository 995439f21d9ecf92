import { styleText } from 'node:util';
import { readTerminalVariables } from '@fixpoint/config/issue-terminal.ts';
import type { World } from '../world.ts';

export type Paint = Parameters<typeof styleText>[0];

/** How text is dressed up for whoever reads it. */
export interface Style {
  /** Of the terminal; null where lines may have any length. */
  readonly columns: number | null;
  readonly now: Date;
  paint(format: Paint, text: string): string;
  /** The text as a link, where the terminal shows one. */
  link(text: string, url: string | null): string;
}

/** Colours and links only for a person at a terminal who did not ask to be spared them (`NO_COLOR`, `--no-color`). */
export function styleFor(world: World, wantsColor: boolean): Style {
  const { environment, isTerminal, columns, now } = world;
  const { noColor, isDumb } = readTerminalVariables(environment);
  const isDressed = isTerminal.stdout && wantsColor && !noColor && !isDumb;
  return {
    columns: isTerminal.stdout ? columns : null,
    now: now(),
    paint: (format, text) => (isDressed ? styleText(format, text, { validateStream: false }) : text),
    link: (text, url) => (isDressed && url !== null ? linkTo(text, url) : text),
  };
}

/** OSC 8. */
function linkTo(text: string, url: string): string {
  if (!URL.canParse(url)) return text;
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return text;
  // A parsed address has every character that could end the sequence percent-encoded.
  return `\u001b]8;;${href}\u001b\\${text}\u001b]8;;\u001b\\`;
}
