import { performance } from 'node:perf_hooks';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery } from './parse.ts';
import { QUALIFIER_NAMES } from './qualifiers.ts';

const NOW = new Date('2026-03-31T12:34:56.789Z');

function refusal(text: string): FixpointError | null {
  try {
    parseQuery(text, { now: NOW });
    return null;
  } catch (error) {
    if (error instanceof FixpointError && error.code === 'QUERY_INVALID') return error;
    throw error;
  }
}

/** How far the caret stands from the beginning of the line above it. */
function caretAt(message: string | undefined): number | undefined {
  return message?.split('\n').at(-1)?.indexOf('^');
}

describe('what cannot be read is refused where it is wrong', () => {
  test.each([
    ['a AND', 5, 'missing at the end'],
    ['OR a', 0, 'missing before'],
    ['a OR OR b', 5, 'missing before'],
    ['NOT', 3, 'missing at the end'],
    ['()', 1, 'missing before'],
    ['a (b', 2, 'not closed'],
    ['a (b OR (c)', 2, 'not closed'],
    ['a) b', 1, 'not opened'],
    ['a "b', 2, 'not closed'],
    ['a "b\\"', 2, 'not closed'],
    ['a ""', 2, 'nothing between'],
    ['label:', 6, 'needs a value'],
    ['label: bug', 6, 'needs a value'],
    ['label:a,', 8, 'needs a value'],
    ['label:(a)', 6, 'needs a value'],
    ['x asignee:bob', 2, 'did you mean `assignee:`?'],
    ['status:open', 0, 'did you mean `state:`?'],
    ['http://example.org', 0, 'Text goes into quotes'],
    ['constructor:x', 0, 'no qualifier `constructor:`'],
    ['state:opne', 6, 'Did you mean open?'],
    ['is:done', 3, 'none of'],
    ['no:title', 3, 'none of'],
    ['priority:urgent', 9, 'critical, high, medium, low'],
    ['priority:>critical', 9, 'Nothing is in this range'],
    ['assignee:@me', 9, '`@me` is nobody here'],
    ['assignee:@', 9, 'name is missing'],
    ['number:x', 7, 'no number'],
    ['number:-3', 7, 'no number'],
    ['number:1234567890123456', 7, 'no number'],
    ['number:5..', 10, 'end of this range is missing'],
    ['number:>', 8, 'value is missing'],
    ['number:5..3', 7, 'Nothing is in this range'],
    ['comments:<0', 9, 'Nothing is in this range'],
    ['parent:>3', 7, 'no number'],
    ['created:2026-02-30', 8, 'no time'],
    ['created:>2026-13-01', 9, 'no time'],
    ['created:2026-01-31T24:00', 8, 'no time'],
    ['created:-7m', 8, 'no time'],
    ['created:tomorrow', 8, 'no time'],
    ['created:-999999y', 8, 'too far away'],
    ['created:2026-02-01..2026-01-01', 8, 'Nothing is in this range'],
    ['created:9999-12-31', 8, 'too far away'],
    ['a\0b', 1, 'No text holds this'],
  ])('%j', (text, at, reason) => {
    const error = refusal(text);

    expect(error?.message).toContain(reason);
    expect(caretAt(error?.message)).toBe(at + 2);
  });

  test('one slip in the name of a qualifier is answered with the name', () => {
    for (const name of QUALIFIER_NAMES.filter(({ length }) => length > 4)) {
      const slip = name.slice(0, 2) + name.slice(3);
      expect(refusal(`${slip}:x`)?.message).toContain(`did you mean \`${name}:\`?`);
    }
  });

  test('a long query is shown in part, on one line', () => {
    const error = refusal(`${'a\n'.repeat(200)}(`);
    const lines = error?.message.split('\n') ?? [];

    expect(lines).toHaveLength(3);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(120);
    expect(caretAt(error?.message)).toBe(lines[1]?.length);
  });
});

describe('bounds', () => {
  test.each([
    ['characters', 'a'.repeat(4_000), 'a'.repeat(4_001)],
    ['parentheses', `${'('.repeat(50)}a${')'.repeat(50)}`, `${'('.repeat(51)}a${')'.repeat(51)}`],
    ['negations', `${'NOT '.repeat(50)}a`, `${'NOT '.repeat(51)}a`],
  ])('of %s', (_, accepted, refused) => {
    expect(refusal(accepted)).toBeNull();
    expect(refusal(refused)).not.toBeNull();
  });

  test.each(['(', '"\\', '-(', 'label:a,', ' a', 'a:', '..', 'NOT ', '")', 'number:'])(
    'takes no time for many %j',
    (part) => {
      const text = part.repeat(4_000 / part.length).slice(0, 4_000);
      const started = performance.now();

      refusal(text);

      expect(performance.now() - started).toBeLessThan(500);
    },
  );
});

test('whatever is written, it is read or refused', () => {
  const part = fc.oneof(
    fc.constantFrom(...QUALIFIER_NAMES.map((name) => `${name}:`)),
    fc.constantFrom('(', ')', '"', '-', ' ', ',', '..', '*', '>', '<=', '#', '@me', '\\', 'OR', 'AND', 'NOT'),
    fc.constantFrom('open', 'high', '12', '2026-01-31', '-7d', 'today', 'T10:00'),
    fc.constantFrom('\uD800', '\uDC00', '\0', '👍', '\u2028'),
    fc.string({ unit: 'grapheme', maxLength: 5 }),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const error = refusal(parts.join(''));

      expect(error?.message ?? '').not.toContain('undefined');
    }),
    { numRuns: 1_000 },
  );
});
