/** What `gh`, `glab` and `tea` write: maps and lists of maps, indented by spaces, with scalars on one line. */
export type Yaml = string | null | { readonly [key: string]: Yaml } | readonly Yaml[];

interface Line {
  readonly indent: number;
  readonly text: string;
}

const MAX_LINES = 10_000;
const MAX_DEPTH = 20;
const ENTRY =
  /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#[\]{},&*!|>%@`-][^#]*?|-[^\s#][^#]*?)\s*:(?:\s+(.*))?$/;

/**
 * Reads the part of YAML that those tools write. What is beyond it (anchors, blocks of text, flow collections, several
 * documents) is left out, as if it were not there; numbers and booleans stay text. glab tags its tokens `!!null`: a tag is ignored.
 */
export function parseSimpleYaml(text: string): Yaml {
  const lines = text.split(/\r?\n/).slice(0, MAX_LINES).flatMap(toLine);
  return readBlock(lines, 0, lines.length, 0);
}

function toLine(raw: string): readonly Line[] {
  const text = raw.trim();
  if (text === '' || text.startsWith('#') || text === '---' || raw.includes('\t')) return [];
  return [{ indent: raw.length - raw.trimStart().length, text }];
}

function readBlock(lines: readonly Line[], start: number, end: number, depth: number): Yaml {
  const first = lines[start];
  if (!first || start >= end || depth > MAX_DEPTH) return null;
  const isList = first.text === '-' || first.text.startsWith('- ');
  const entries: [string, Yaml][] = [];
  const items: Yaml[] = [];
  for (let at = start; at < end; ) {
    const next = endOfEntry(lines, at, end, isList);
    const line = lines[at];
    if (line && line.indent === first.indent) {
      if (isList) items.push(readItem(lines, at, next, depth));
      else {
        const entry = readEntry(lines, at, next, depth);
        if (entry) entries.push(entry);
      }
    }
    at = next;
  }
  // A map that `__proto__` cannot reach into.
  return isList ? items : Object.assign(Object.create(null), Object.fromEntries(entries));
}

/** Where what begins at `at` is over: at the next line that is not indented deeper. */
function endOfEntry(lines: readonly Line[], at: number, end: number, isList: boolean): number {
  const indent = lines[at]?.indent ?? 0;
  let next = at + 1;
  while (next < end) {
    const line = lines[next];
    if (!line || line.indent < indent) break;
    // A list may stand as far left as the key that it belongs to.
    const listOfKey = !isList && line.text.startsWith('-') && (line.text === '-' || line.text[1] === ' ');
    if (line.indent === indent && !listOfKey) break;
    next += 1;
  }
  return next;
}

function readItem(lines: readonly Line[], at: number, end: number, depth: number): Yaml {
  const line = lines[at];
  if (!line) return null;
  const rest = line.text.slice(1).trimStart();
  if (rest === '') return readBlock(lines, at + 1, end, depth + 1);
  if (!ENTRY.test(rest)) return scalarOf(rest);
  // `- key: value` opens a map whose keys stand below `key`.
  const opened = { indent: line.indent + line.text.length - rest.length, text: rest };
  const block = [opened, ...lines.slice(at + 1, end)];
  return readBlock(block, 0, block.length, depth + 1);
}

function readEntry(lines: readonly Line[], at: number, end: number, depth: number): [string, Yaml] | null {
  const [, key, value] = ENTRY.exec(lines[at]?.text ?? '') ?? [];
  if (key === undefined) return null;
  const name = scalarOf(key);
  if (name === null) return null;
  const inline = value === undefined ? '' : value.replace(/^#.*/, '').trim();
  return [name, inline === '' ? readBlock(lines, at + 1, end, depth + 1) : scalarOf(inline)];
}

function scalarOf(raw: string): string | null {
  const text = raw.replace(/^![^\s]*\s+/, '').trim();
  if (text.startsWith('"')) return doubleQuoted(text);
  if (text.startsWith("'")) return /^'((?:[^']|'')*)'/.exec(text)?.[1]?.replaceAll("''", "'") ?? null;
  if (/^[[\]{}&*|>%@`]/.test(text)) return null;
  const plain = text.replace(/\s#.*$/, '').trim();
  return plain === '' || plain === '~' || plain === 'null' ? null : plain;
}

/** The escapes of JSON are those that these tools may write. */
function doubleQuoted(text: string): string | null {
  const quoted = /^"(?:[^"\\]|\\.)*"/.exec(text)?.[0];
  try {
    const value: unknown = JSON.parse(quoted ?? 'null');
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
