/** Control characters, and those that turn the direction of writing round: what a terminal obeys instead of showing. */
const UNSAFE = /[\p{Cc}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{2028}\u{2029}]/gu;
/** Sequences go as a whole, so that no remains of them are shown. */
const SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  /(?:\u001b\[|\u009b)[\u0020-\u003f]*[\u0040-\u007e]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[\u0020-\u002f]*[\u0030-\u007e]/gu;

/** Text of others as a terminal may show it: line breaks and tabs stay, everything that would command it goes. */
export function safeText(text: string): string {
  return text
    .toWellFormed()
    .replace(SEQUENCES, '')
    .replace(/\r\n?/g, '\n')
    .replace(UNSAFE, (character) => (character === '\n' || character === '\t' ? character : ''));
}

/** The same, on one line. */
export function safeLine(text: string): string {
  return safeText(text).replace(/\s+/g, ' ').trim();
}

/** JSON in which no character is one that a terminal obeys; it means the same. */
export function safeJson(value: unknown, space?: number): string {
  const text = JSON.stringify(value, null, space);
  return text.replace(UNSAFE, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
