const MAX_CHARS = 255;
const EXTENSION = /\.[A-Za-z0-9]{1,20}$/;
const NO_NAME = 'file';
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in it.
const REFUSED = /[/\\\u0000-\u001f\u007f]/g;

/** The name of a file as every tracker takes it: on one line, without a folder, and not too long. */
export function portableFileName(name: string): string {
  const clean = name.toWellFormed().normalize('NFC').replaceAll(REFUSED, '_').trim();
  const short = shortened(clean).trim();
  return /^\.*$/.test(short) ? NO_NAME : short;
}

/** What kind of file it is, is told by the end of its name. */
function shortened(name: string): string {
  if (name.length <= MAX_CHARS) return name;
  const end = EXTENSION.exec(name)?.[0] ?? '';
  let start = '';
  for (const character of name.slice(0, name.length - end.length)) {
    if (start.length + character.length + end.length > MAX_CHARS) break;
    start += character;
  }
  return start + end;
}
