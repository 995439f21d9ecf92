/** Text as it is compared: neither case nor Unicode form make a difference, nor lone surrogates, which stores replace. */
export function fold(text: string): string {
  return text.toWellFormed().normalize('NFC').toLowerCase().normalize('NFC');
}
