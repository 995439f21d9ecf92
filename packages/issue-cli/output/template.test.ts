import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { parseTemplate } from './template.ts';

const ITEM = {
  number: 7,
  title: 'T',
  labels: ['a', 'b'],
  claim: { agent: 'eve' },
  none: null,
  links: [{ kind: 'x' }],
};

test.each([
  ['{{.number}} {{ .title }}', '7 T'],
  ['{{.claim.agent}}|{{.none}}|{{.none.deeper}}', 'eve||'],
  ['{{.labels}} {{join .labels "-"}} {{join .labels "\\n"}}', 'a, b a-b a\nb'],
  ['{{json .links}}{{json .none}}', '[{"kind":"x"}]null'],
  ['{{json .}}', JSON.stringify(ITEM)],
  ['a\\tb\\n{ } }}', 'a\tb\n{ } }}'],
])('%s', (template, expected) => {
  expect(parseTemplate(template)(ITEM)).toBe(expected);
});

test.each(['{{.number', '{{number}}', '{{if .x}}', '{{.}}', '{{join .labels}}', '{{}}'])(
  '%s is refused',
  (template) => {
    expect(() => parseTemplate(template)).toThrow(UsageError);
  },
);

test('a field that there is not is named, with those there are', () => {
  expect(() => parseTemplate('{{.titel}}')(ITEM)).toThrow(/titel; there is: number, title/);
  expect(() => parseTemplate('{{.constructor}}')(ITEM)).toThrow(UsageError);
  expect(() => parseTemplate('{{.__proto__.x}}')(ITEM)).toThrow(UsageError);
});

test('whatever is written is a template or a wrong use', () => {
  const text = fc.string({ unit: fc.constantFrom('{', '}', '.', 'a', ' ', '"', '\\', 'join', 'json') });
  fc.assert(
    fc.property(text, (template) => {
      try {
        expect(typeof parseTemplate(template)({ a: { a: 1 } })).toBe('string');
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
      }
    }),
  );
});
