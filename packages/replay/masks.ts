interface MaskRule {
  readonly name: string;
  /** Every match holds a digit and no replacement does, or it is taken out whole: so masking ends. */
  readonly pattern: RegExp;
  readonly replacement: string;
}

const NOT_AFTER_WORD = '(?<![\\w.-])';
const NOT_BEFORE_WORD = '(?![\\w-]|\\.\\d)';

/** What varies by nature between two runs of the same work, each by name. Ids of tool calls are not masked. */
export const MASK_RULES: readonly MaskRule[] = [
  rule('date', '\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?'),
  rule(
    'date',
    '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\\d{1,2} {1,2}(?:\\d{2}:\\d{2}(?::\\d{2})?|\\d{4})',
  ),
  rule('time', '\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?'),
  rule('duration', '\\d+(?:\\.\\d+)? ?(?:µs|us|ms|s|secs?|seconds?|minutes?)'),
  { name: 'duration', pattern: /\b(duration_ms:? )\d+(?:\.\d+)?/g, replacement: '$1<duration>' },
  rule('id', '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'),
  rule('hash', '(?=[0-9a-f]*\\d)[0-9a-f]{7,64}'),
  rule('address', '0x(?=[0-9a-fA-F]*\\d)[0-9a-fA-F]+'),
  { name: 'port', pattern: /((?:127\.0\.0\.1|localhost|\[::1\]):)\d+/g, replacement: '$1<port>' },
  { name: 'temporary-path', pattern: /\/tmp\/(?=[\w./-]*\d)[\w./-]+/g, replacement: '/tmp/<path>' },
  { name: 'pid', pattern: /\b(pid[ =:]{1,2})\d+/gi, replacement: '$1<pid>' },
  { name: 'pid', pattern: /(\/proc\/)\d+/g, replacement: '$1<pid>' },
  { name: 'shell-line', pattern: /(\b(?:ba)?sh: line )\d+(?=:)/g, replacement: '$1<line>' },
  { name: 'node-frame', pattern: /(node:internal\/[\w/.-]+:)\d+:\d+/g, replacement: '$1<line>' },
  // A turn that was done again after a crash says so; what it did is the same.
  { name: 'crash', pattern: /\[The shell was restarted:[^\]]*\]\n*/g, replacement: '' },
  rule('version', 'v?\\d+\\.\\d+\\.\\d+'),
];

/** Far more than any text needs; each pass takes digits away. */
const MAX_PASSES = 50;

/** Replaces what varies by nature. Masking a masked text changes nothing. */
export function maskText(text: string): string {
  let masked = text;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const next = MASK_RULES.reduce(
      (value, { pattern, replacement }) => value.replaceAll(pattern, replacement),
      masked,
    );
    if (next === masked) return masked;
    masked = next;
  }
  return masked;
}

function rule(name: string, expression: string): MaskRule {
  return {
    name,
    pattern: new RegExp(`${NOT_AFTER_WORD}(?:${expression})${NOT_BEFORE_WORD}`, 'g'),
    replacement: `<${name}>`,
  };
}
