/**
 * Characters that change what is read without being seen: controls other than tab and line feed, zero-width and
 * bidirectional ones, tags, and other format characters.
 */
const INVISIBLE =
  /[\p{Cf}\p{Co}\p{Cn}\u115F\u1160\u17B4\u17B5\u3164\uFFA0]|[\u180B-\u180F]|[\uFE00-\uFE0E]|[\u{E0100}-\u{E01EF}]|[^\P{Cc}\t\n]/gu;

/** Line ends become line feeds; invisible characters and lone surrogates go. */
export function stripInvisible(text: string): string {
  return text.replace(/\r\n?/g, '\n').toWellFormed().replace(INVISIBLE, '');
}
