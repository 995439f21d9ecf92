const WIDE =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u{3000}-\u{303f}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}]/u;
const WITHOUT_WIDTH = /[\p{M}\p{Cf}]|[\u{1f3fb}-\u{1f3ff}]/u;
const PRINTABLE_ASCII = /^[ -~]*$/;
const JOINER = '\u200d';

/** How many columns of a terminal a text without control characters takes. */
export function widthOf(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let width = 0;
  let before = '';
  for (const character of text) {
    width += columnsOf(character, before);
    before = character;
  }
  return width;
}

/** At most so many columns, with an ellipsis where something is missing. */
export function clipTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let clipped = '';
  let width = 0;
  let before = '';
  for (const character of text) {
    width += columnsOf(character, before);
    if (width > columns - 1) break;
    clipped += character;
    before = character;
  }
  return `${clipped}…`;
}

export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** By hand, as `Intl.Segmenter` takes longer to load than a list takes to be printed. */
function columnsOf(character: string, before: string): number {
  if (before === JOINER || WITHOUT_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
