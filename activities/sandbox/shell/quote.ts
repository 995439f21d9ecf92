/** Quotes text as one word of a POSIX shell. The text must hold no NUL, which no shell word can. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A shell pipeline's start that prints any bytes: bash words can hold neither NUL nor all control characters. */
export function printBytes(bytes: Uint8Array): string {
  return `printf %s '${Buffer.from(bytes).toString('base64')}' | base64 -d`;
}
