/** Stands for content that is there but cannot hold a command. */
export const MASK = '\uFFFC';

export interface VisibleLine {
  /** As written, with blanks where it is hidden. */
  readonly text: string;
  /** The same with everything masked that is code or quoted; as long as `text`. */
  readonly masked: string;
}

const TOKEN = /\\[\\`<]|`+|<!--|<code(?=[\s>])/gi;

interface Region {
  readonly start: number;
  readonly end: number;
  readonly kind: 'code' | 'hidden';
}

/** Masks the code spans of a paragraph and blanks its comments; both may go over several of its lines. */
export function maskInline(lines: readonly string[]): readonly VisibleLine[] {
  const paragraph = lines.join('\n');
  const regions = findRegions(paragraph);
  const text = cover(paragraph, regions, (region) => region.kind === 'hidden', ' ').split('\n');
  const masked = cover(text.join('\n'), regions, (region) => region.kind === 'code', MASK).split('\n');
  return lines.map((_, index) => ({ text: text[index] ?? '', masked: masked[index] ?? '' }));
}

/** From left to right, as the forges do: a comment inside code is code, and backticks inside a comment are hidden. */
function findRegions(text: string): readonly Region[] {
  const closers = indexClosers(text);
  const regions: Region[] = [];
  let position = 0;
  for (const { 0: token, index: start } of text.matchAll(TOKEN)) {
    if (start < position || token.startsWith('\\')) continue;
    const closer = closers(token.toLowerCase(), start + token.length);
    if (closer === null) continue;
    regions.push({ start, end: closer, kind: token === '<!--' ? 'hidden' : 'code' });
    position = closer;
  }
  return regions;
}

/**
 * Where an opening token is closed, by walking each list of closers once: looking ahead anew from every opener would
 * take time quadratic in a hostile text.
 */
function indexClosers(text: string): (token: string, from: number) => number | null {
  const ends = new Map<string, number[]>();
  for (const { 0: closer, index } of text.matchAll(/`+|-->|<\/code>/gi)) {
    const name = closer.toLowerCase();
    const known = ends.get(name);
    if (known) known.push(index + closer.length);
    else ends.set(name, [index + closer.length]);
  }
  const next = new Map<string, number>();
  return (token, from) => {
    const name = token === '<!--' ? '-->' : token.startsWith('<') ? '</code>' : token;
    const known = ends.get(name) ?? [];
    let at = next.get(name) ?? 0;
    while (at < known.length && (known[at] ?? 0) - name.length < from) at += 1;
    next.set(name, at);
    return known[at] ?? null;
  };
}

function cover(
  text: string,
  regions: readonly Region[],
  wanted: (region: Region) => boolean,
  cover: string,
): string {
  const parts: string[] = [];
  let position = 0;
  for (const region of regions.filter(wanted)) {
    parts.push(text.slice(position, region.start));
    parts.push(text.slice(region.start, region.end).replace(/[^\n]/g, cover));
    position = region.end;
  }
  return `${parts.join('')}${text.slice(position)}`;
}
