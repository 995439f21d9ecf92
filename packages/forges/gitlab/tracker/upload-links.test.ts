import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseUploadId, uploadLink, uploadLinksIn } from './upload-links.ts';

const SECRET = '66dbcd21ec5d24ed6ea225176098d52b';

/** What GitLab makes of a name in an address. */
function addressOf(name: string): string {
  const made = name.replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}.+-]/gu, '_');
  return `/uploads/${SECRET}/${/^\.+$/.test(made) ? `_${made}` : made}`;
}

test.each(['trace.txt', 'größe 1 & 2.txt', '日本語.txt', 'a [b] \\c].txt', '(1).log', '](/uploads/x).txt'])(
  'a file called %s is found under its name',
  (name) => {
    const url = addressOf(name);

    const found = uploadLinksIn(`Before ${uploadLink(name, url)} after.`);

    expect(found).toEqual([{ id: url.slice('/uploads/'.length), name }]);
  },
);

test('any name of a file is found again', () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
    .filter((it) => it.trim() !== '' && !/[\n\r]/.test(it));
  fc.assert(
    fc.property(name, (given) => {
      const [found] = uploadLinksIn(uploadLink(given, addressOf(given)));

      expect(found?.name).toBe(given);
    }),
    { numRuns: 1_000, examples: [['\u2190\u0338 .txt']] },
  );
});

test.each(['..', '.', '%2e%2e', '%2E', '..%2f..', 'a%2Fb', '%5c'])(
  'a link to %s, which would lead elsewhere in the API, is none',
  (file) => {
    expect(uploadLinksIn(`[x](/uploads/${SECRET}/${file})`)).toEqual([]);
    expect(parseUploadId(`${SECRET}/${file}`)).toBeNull();
  },
);

test('a link that people wrote has the name that is in its address', () => {
  const text = `![image](/uploads/${SECRET}/shot.png){width=20} [the log](/uploads/${SECRET}/gr%C3%B6%C3%9Fe.log)`;

  expect(uploadLinksIn(text)).toEqual([
    { id: `${SECRET}/shot.png`, name: 'shot.png' },
    { id: `${SECRET}/gr%C3%B6%C3%9Fe.log`, name: 'größe.log' },
  ]);
});

test.each([
  `[x](https://example.com/uploads/${SECRET}/x.txt)`,
  `[x](/uploads/${SECRET}/)`,
  '[x](/uploads/nothex/x.txt)',
  `/uploads/${SECRET}/x.txt`,
  `[x](/uploads/${SECRET}/a b.txt)`,
])('what links to no upload is none: %s', (text) => {
  expect(uploadLinksIn(text)).toEqual([]);
});

test('hostile texts cost little, and give no more than is listed', () => {
  const many = `[x](/uploads/${SECRET}/x.txt)`.repeat(15_000);
  const brackets = '['.repeat(900_000);
  const started = performance.now();

  expect(uploadLinksIn(many)).toHaveLength(1_000);
  expect(uploadLinksIn(brackets)).toEqual([]);
  expect(uploadLinksIn(`${'[\\'.repeat(400_000)}](/uploads/${SECRET}/x.txt)`)).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(5_000);
});
