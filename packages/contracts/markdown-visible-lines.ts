import { MASK, maskInline, type VisibleLine } from './markdown-mask-inline.ts';

const LIST_MARKERS = '^\\s*(?:(?:[-*+]|\\d{1,9}[.)])\\s+)*';
const FENCE = new RegExp(`${LIST_MARKERS}(\`{3,}|~{3,})(.*)$`, 's');
const QUOTE = new RegExp(`${LIST_MARKERS}>`);
const INDENTED = /^(?: {4}| {0,3}\t)/;
const HIDDEN_BLOCK = /^ {0,3}<(?:(!--)|(pre|script|style|textarea)(?=[\s>]|$))/i;

/**
 * The lines of a Markdown text with everything masked that is code, quoted or hidden. Where the dialects of the forges
 * differ, more is masked rather than less. Takes time linear in the text.
 */
export function visibleLines(markdown: string): readonly VisibleLine[] {
  const lines = markdown.split(/\r\n|\r|\n/);
  const visible: VisibleLine[] = [];
  let paragraph: string[] = [];

  function endParagraph(): void {
    for (const line of maskInline(paragraph)) visible.push(line);
    paragraph = [];
  }

  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const end = blockEnd(lines, index);
    if (end !== null) {
      endParagraph();
      for (const text of lines.slice(index, end.nextLine))
        visible.push(end.hidden ? blank(text) : mask(text));
      index = end.nextLine - 1;
    } else if (line.trim() === '') {
      endParagraph();
      visible.push({ text: line, masked: line });
    } else if (QUOTE.test(line) || (paragraph.length === 0 && INDENTED.test(line))) {
      endParagraph();
      visible.push(mask(line));
    } else {
      // A comment that starts a line ends what stood before it, and with it any code span left open.
      if (HIDDEN_BLOCK.test(line)) endParagraph();
      paragraph.push(line);
    }
  }
  endParagraph();
  return visible;
}

/** Where the fence or the hidden block ends that starts at a line; null when none does. */
function blockEnd(lines: readonly string[], start: number): { nextLine: number; hidden: boolean } | null {
  const line = lines[start] ?? '';
  const hidden = HIDDEN_BLOCK.exec(line);
  if (hidden) {
    const isComment = hidden[1] !== undefined;
    const closer = isComment ? '-->' : `</${hidden[2]?.toLowerCase()}`;
    const from = hidden[0].length;
    if (line.toLowerCase().includes(closer, from)) return isComment ? null : after(start, false);
    return after(
      findLine(lines, start + 1, (text) => text.toLowerCase().includes(closer)),
      isComment,
    );
  }
  const [, run, info] = FENCE.exec(line) ?? [];
  if (run === undefined || info === undefined) return null;
  if (run.startsWith('`') && info.includes('`')) return null;
  return after(
    findLine(lines, start + 1, (text) => closes(text, run)),
    false,
  );
}

/** The first line from `start` on that fits; the last one when none does, as unclosed blocks run to the end. */
function findLine(lines: readonly string[], start: number, fits: (text: string) => boolean): number {
  for (let index = start; index < lines.length; index += 1) {
    if (fits(lines[index] ?? '')) return index;
  }
  return lines.length - 1;
}

function after(lastLine: number, hidden: boolean): { nextLine: number; hidden: boolean } {
  return { nextLine: lastLine + 1, hidden };
}

function closes(text: string, opener: string): boolean {
  const run = text.trim();
  return run.length >= opener.length && run === opener.charAt(0).repeat(run.length);
}

function mask(text: string): VisibleLine {
  return { text, masked: MASK.repeat(text.length) };
}

function blank(text: string): VisibleLine {
  const spaces = ' '.repeat(text.length);
  return { text: spaces, masked: spaces };
}
