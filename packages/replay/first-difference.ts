/** Where two JSON values first differ, in words for whoever mends a cassette. */
export interface Difference {
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

const SHOWN_CHARACTERS = 240;

/** The first difference in reading order, or null when there is none. */
export function firstDifference(expected: unknown, got: unknown, path = '$'): Difference | null {
  if (Object.is(expected, got)) return null;
  if (typeof expected === 'string' && typeof got === 'string') return textDifference(expected, got, path);
  if (!isObject(expected) || !isObject(got) || Array.isArray(expected) !== Array.isArray(got)) {
    return { path, expected: shown(expected), got: shown(got) };
  }
  const keys = new Set([...Object.keys(expected), ...Object.keys(got)]);
  for (const key of keys) {
    const difference = firstDifference(expected[key], got[key], `${path}.${key}`);
    if (difference !== null) return difference;
  }
  return null;
}

export function describeDifference({ path, expected, got }: Difference): string {
  return `at ${path}: expected ${expected}, got ${got}`;
}

function textDifference(expected: string, got: string, path: string): Difference {
  let same = 0;
  while (same < expected.length && expected[same] === got[same]) same += 1;
  const from = Math.max(0, same - 40);
  return { path: `${path}[${same}]`, expected: shown(expected.slice(from)), got: shown(got.slice(from)) };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object';
}
