import type { CommandVerb } from './commands.ts';
import type { VisibleLine } from './markdown-mask-inline.ts';
import { visibleLines } from './markdown-visible-lines.ts';

export interface ParsedCommand {
  readonly verb: CommandVerb;
  /** What was written after the command, at most 4,000 characters; empty for every verb but `solve`. */
  readonly text: string;
}

const MAX_TEXT_CHARS = 4_000;
const AT_LINE_START = /^ {0,3}\/ai(?=\s|$)/i;
/** `go`, `stop` and `help` stand alone on their line; with more words it is something to solve. */
const VERB = /^(go|stop|help)[.!]?$/i;

/**
 * Finds the command in a comment or in an issue's body: `/ai` at the start of a line, or as the last word. Code, quotes
 * and HTML comments hold no commands. The first command counts, but a `stop` anywhere wins. Takes time linear in the text.
 */
export function parseCommand(markdown: string): ParsedCommand | null {
  const lines = visibleLines(markdown);
  let first: ParsedCommand | null = null;
  for (const index of lines.keys()) {
    const command = commandAt(lines, index, first === null);
    if (command?.verb === 'stop') return command;
    first ??= command;
  }
  return first ?? (endsWithCommand(lines) ? { verb: 'solve', text: '' } : null);
}

function commandAt(lines: readonly VisibleLine[], index: number, readText: boolean): ParsedCommand | null {
  const line = lines[index];
  const matched = line && AT_LINE_START.exec(line.masked);
  if (!line || !matched) return null;
  const rest = line.text.slice(matched[0].length).trim();
  const verb = VERB.exec(rest)?.[1]?.toLowerCase();
  if (verb === 'go' || verb === 'stop' || verb === 'help') return { verb, text: '' };
  const text = readText ? [rest, ...continuation(lines, index)].join('\n').trim() : '';
  return { verb: 'solve', text: clip(text) };
}

/** The following lines of the paragraph, up to the next command. */
function continuation(lines: readonly VisibleLine[], index: number): readonly string[] {
  const following: string[] = [];
  let chars = 0;
  for (let next = index + 1; next < lines.length && chars < MAX_TEXT_CHARS; next += 1) {
    const line = lines[next];
    if (!line || line.masked.trim() === '' || AT_LINE_START.test(line.masked)) break;
    following.push(line.text);
    chars += line.text.length;
  }
  return following;
}

function endsWithCommand(lines: readonly VisibleLine[]): boolean {
  const last = lines.findLast(({ masked }) => masked.trim() !== '');
  const word = last?.masked.trimEnd().slice(-4).trimStart();
  return word?.toLowerCase() === '/ai';
}

/** Never cuts a character outside of the basic plane in two. */
function clip(text: string): string {
  if (text.length <= MAX_TEXT_CHARS) return text;
  const cut = text.slice(0, MAX_TEXT_CHARS);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
