/** Most names and texts; it has one form only, and needs no search for others. */
const IS_ASCII = /^\p{ASCII}*$/u;

/** Text as it is compared: neither case nor Unicode form make a difference, nor lone surrogates, which stores replace. */
export function fold(text: string): string {
  if (IS_ASCII.test(text)) return text.toLowerCase();
  return text.toWellFormed().normalize('NFC').toLowerCase().normalize('NFC');
}
