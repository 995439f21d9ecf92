import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type IssueText, shinglesOf, similarity } from './similarity.ts';

const anyText: fc.Arbitrary<IssueText> = fc.record({
  title: fc.string({ unit: 'grapheme', maxLength: 40 }),
  body: fc.string({ unit: 'grapheme', maxLength: 80 }),
});

function alike(a: Partial<IssueText>, b: Partial<IssueText>): number {
  return similarity(shinglesOf({ title: '', body: '', ...a }), shinglesOf({ title: '', body: '', ...b }));
}

it('is symmetric and between 0 and 1, whatever the texts', () => {
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      const there = alike(a, b);

      expect(there).toBe(alike(b, a));
      expect(there).toBeGreaterThanOrEqual(0);
      expect(there).toBeLessThanOrEqual(1);
    }),
  );
});

it('finds a text with a word in it the same as itself, however it is written', () => {
  const anyWorded = anyText.filter(({ title }) => /[\p{Letter}\p{Number}]/u.test(title));
  fc.assert(
    fc.property(anyWorded, (text) => {
      const written = { title: ` ${text.title.normalize('NFD')}!`, body: text.body };

      expect(alike(text, text)).toBeCloseTo(1, 10);
      expect(alike(text, written)).toBeCloseTo(1, 10);
    }),
  );
});

it('sets the same problem in other words above another problem in the same words', () => {
  const wanted = 'Login fails with error 500 after password reset';
  const reworded = alike({ title: wanted }, { title: 'Error 500: login fails after a password reset' });
  const other = alike({ title: wanted }, { title: 'Reset of the error log after 500 lines' });
  const unrelated = alike({ title: wanted }, { title: 'Dark mode for the settings page' });

  expect(reworded).toBeGreaterThan(0.5);
  expect(other).toBeLessThan(0.4);
  expect(unrelated).toBe(0);
});

it('knows that the order of words matters', () => {
  const swapped = alike({ title: 'client blocks server' }, { title: 'server blocks client' });

  expect(swapped).toBeLessThan(1);
});

it('weighs the title more than the body, and goes by titles where a body is missing', () => {
  const body = 'Steps to reproduce: open the page';
  const sameBody = alike({ title: 'Crash on start', body }, { title: 'Typo in the help', body });
  const sameTitle = alike({ title: 'Crash on start', body }, { title: 'Crash on start', body: 'It died.' });

  expect(sameBody).toBeCloseTo(0.3, 10);
  expect(sameTitle).toBeCloseTo(0.7, 10);
  expect(alike({ title: 'Crash on start', body }, { title: 'crash on START' })).toBe(1);
});

it('compares scripts that are written without spaces', () => {
  const close = alike({ title: 'ログインに失敗する' }, { title: 'ログインに失敗した' });

  expect(close).toBeGreaterThan(0.7);
  expect(close).toBeLessThan(1);
});
