import { stripInvisible } from './invisible.ts';
import { takeVisible } from './strip-comments.ts';

const FENCE = /^(?:(`{3,})[^`]*|(~{3,}).*)$/;
const HTML_LINE = /^ {0,3}<(?!!--)[a-z/?!]/i;
const RAW_HTML = /<(?:pre|script|style|textarea)/i;

/**
 * What people wrote, without what they cannot see: HTML comments and invisible characters. Comments inside of a code
 * block are seen and stay; where raw HTML makes it doubtful what is a code block, they go.
 */
export function stripHidden(markdown: string): string {
  const lines = stripInvisible(markdown).split('\n');
  const visible: string[] = [];
  let hidden = false;
  let inHtml = false;
  let hasRawHtml = false;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const end = hidden || inHtml || hasRawHtml ? null : fenceEnd(lines, index);
    if (end !== null) {
      for (const text of lines.slice(index, end + 1)) visible.push(text);
      index = end;
      continue;
    }
    const taken = takeVisible(line, hidden);
    hidden = taken.endsHidden;
    inHtml = line.trim() !== '' && (inHtml || HTML_LINE.test(line));
    hasRawHtml ||= RAW_HTML.test(line);
    visible.push(taken.visible.trimEnd());
  }
  return visible.join('\n').trim();
}

/** The line that closes the code block which starts at a line, or null. */
function fenceEnd(lines: readonly string[], start: number): number | null {
  const [, backticks, tildes] = FENCE.exec(lines[start] ?? '') ?? [];
  const opener = backticks ?? tildes;
  if (opener === undefined) return null;
  for (let index = start + 1; index < lines.length; index += 1) {
    const run = (lines[index] ?? '').trimEnd();
    if (run.length >= opener.length && run === opener.charAt(0).repeat(run.length)) return index;
  }
  return null;
}
