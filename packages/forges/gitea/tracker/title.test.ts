import { expect, test } from 'vitest';
import { parseTitle } from './title.ts';

test.each(['x'.repeat(255), 'ü'.repeat(255), '長'.repeat(127), `${'😀'.repeat(127)}x`, '\u0301'.repeat(255)])(
  'a title that Gitea has room for stays as it is',
  (title) => {
    expect(parseTitle(`  ${title}\n`)).toBe(title);
  },
);

test.each([
  '',
  ' \n',
  'x'.repeat(256),
  '長'.repeat(128),
  `${'😀'.repeat(127)}xy`,
  '\u3000'.repeat(3).padEnd(260, 'x'),
])('another is refused before Gitea cuts it off: %#', (title) => {
  expect(() => parseTitle(title)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});
