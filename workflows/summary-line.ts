/** The server refuses a summary of more than 400 bytes as JSON, and with it the step; a quote takes two of them. */
const MAX_BYTES = 190;

/** One line for the Temporal UI, cut at a whole character where it would be too long for the server. */
export function summaryLine(text: string): string {
  const flat = text
    .toWellFormed()
    .replace(/[\s\p{Control}]+/gu, ' ')
    .trim();
  let line = '';
  let bytes = 0;
  for (const character of flat) {
    bytes += utf8Length(character);
    if (bytes > MAX_BYTES) break;
    line += character;
  }
  return line;
}

function utf8Length(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
