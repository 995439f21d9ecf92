/** File contents are Latin-1 text of their bytes here, so that an edit leaves every byte that it does not touch. */
export type Latin1 = string;

export type Edited =
  | { readonly ok: true; readonly text: Latin1; readonly message: string }
  | { readonly ok: false; readonly message: string };

export function toLatin1(text: string): Latin1 {
  return Buffer.from(text).toString('latin1');
}

export function fromLatin1(text: Latin1): string {
  return Buffer.from(text, 'latin1').toString();
}

/** Replaces the one place where `oldText` stands. */
export function replaceOnce(text: Latin1, oldText: string, newText: string): Edited {
  const wanted = toLatin1(oldText);
  const places = countPlaces(text, wanted);
  if (places === 0) {
    return {
      ok: false,
      message: 'Error: No match found for replacement. Please check your text and try again.',
    };
  }
  if (places > 1) {
    const message = `Error: Found ${places} matches for replacement text. Please provide more context to make a unique match.`;
    return { ok: false, message };
  }
  const at = text.indexOf(wanted);
  const replaced = text.slice(0, at) + toLatin1(newText) + text.slice(at + wanted.length);
  return { ok: true, text: replaced, message: 'Successfully replaced text at exactly one location.' };
}

/** Inserts text after a line; line 0 is the beginning of the file. */
export function insertAfterLine(text: Latin1, line: number, inserted: string): Edited {
  const lines = splitLines(text);
  if (line > lines.length) {
    return { ok: false, message: `Error: insert_line is ${line}, but the file has ${lines.length} lines.` };
  }
  const before = lines.slice(0, line).join('');
  const joint = before !== '' && !before.endsWith('\n') ? '\n' : '';
  const after = lines.slice(line).join('');
  const added = toLatin1(inserted);
  const end = added.endsWith('\n') || (after === '' && joint === '') ? '' : '\n';
  return {
    ok: true,
    text: before + joint + added + end + after,
    message: `Successfully inserted text after line ${line}.`,
  };
}

/** Numbers the lines as `cat -n` does; `range` is from 1, both ends included, -1 for the end. */
export function numberLines(text: Latin1, range: readonly [number, number] | undefined): Edited {
  const lines = splitLines(text);
  const [first, wantedLast] = range ?? [1, -1];
  const last = wantedLast === -1 ? lines.length : Math.min(wantedLast, lines.length);
  if (
    range !== undefined &&
    (first < 1 || first > Math.max(lines.length, 1) || (wantedLast !== -1 && wantedLast < first))
  ) {
    return {
      ok: false,
      message: `Error: Invalid view_range [${range.join(', ')}]; the file has ${lines.length} lines.`,
    };
  }
  const numbered = lines
    .slice(first - 1, last)
    .map((line, index) => `${String(first + index).padStart(6)}\t${line.replace(/\r?\n$/, '')}`);
  return { ok: true, text: numbered.join('\n'), message: '' };
}

function countPlaces(text: string, wanted: string): number {
  let count = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) count += 1;
  return count;
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
