import { clip } from './clip.ts';
import { codeSpan, fencedBlock } from './fence.ts';
import { stripInvisible } from './invisible.ts';
import { stripComments } from './strip-comments.ts';

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** Links, mentions, and references with which a forge could notify, close or embed something. */
const ACTIVE =
  /(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.|mailto:)[^\s`<>()[\]]+|@[\w-][\w./-]*|[\w./-]{0,200}[#!]\d+|GH-\d+|^\s*\/[a-z]\w*/gi;

/**
 * Markdown of the model or of a tool as something that can only be read: no mention, link, image, HTML, marker,
 * reference or quick action comes through. Code keeps its text. It is written anew rather than filtered, so that a
 * forge cannot see code where we saw text.
 */
export function untrustedMarkdown(markdown: string, maxChars: number): string {
  const lines = stripComments(clip(stripInvisible(markdown), maxChars))
    .trim()
    .split('\n');
  const written: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const fence = FENCE.exec(line)?.[1];
    if (fence === undefined) {
      written.push(untrustedLine(line));
      continue;
    }
    const end = lines.findIndex((text, at) => at > index && text.trim().startsWith(fence));
    const last = end === -1 ? lines.length : end;
    written.push('', fencedBlock(lines.slice(index + 1, last).join('\n'), maxChars), '');
    index = last;
  }
  return written
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Code spans are kept where they end on the same line; other backticks become apostrophes. */
function untrustedLine(line: string): string {
  return line
    .replace(/`{3,}/g, "'''")
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part.slice(1, -1), part.length) : untrustedText(part)))
    .join('');
}

function untrustedText(text: string): string {
  const plain = text.replaceAll('`', "'").replace(/~{3,}/g, '~~');
  const parts: string[] = [];
  let position = 0;
  for (const { 0: active, index } of plain.matchAll(ACTIVE)) {
    parts.push(escapeText(plain.slice(position, index)), codeSpan(active, active.length));
    position = index + active.length;
  }
  return `${parts.join('')}${escapeText(plain.slice(position))}`;
}

/** A backslash would otherwise take the meaning from the code spans that are put in. */
function escapeText(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('![', '[')
    .replaceAll('[[', '[ [')
    .replaceAll('](', '] (')
    .replaceAll(']:', '] :')
    .replaceAll('][', '] [');
}
