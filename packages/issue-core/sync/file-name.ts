const MAX_CHARS = 255;
const NO_NAME = 'file';
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in it.
const REFUSED = /[/\\\u0000-\u001f\u007f]/g;

/** The name of a file as every tracker takes it: on one line, without a folder, and not too long. */
export function portableFileName(name: string): string {
  const clean = name.normalize('NFC').replaceAll(REFUSED, '_').trim();
  const short = [...clean].slice(0, MAX_CHARS).join('').slice(0, MAX_CHARS).trim();
  return /^\.*$/.test(short) ? NO_NAME : short;
}
