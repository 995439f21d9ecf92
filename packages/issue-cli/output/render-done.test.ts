import type { Issue } from '@fixpoint/issue-core/model/issue.ts';
import { expect, test } from 'vitest';
import { renderDeleted, renderDone } from './render-done.ts';
import type { Style } from './style.ts';

const STYLE: Style = {
  columns: null,
  now: new Date(0),
  paint: (_, text) => text,
  link: (text, url) => (url === null ? text : `[${text}](${url})`),
};
const ISSUE = { number: 7, title: 'Crash', url: 'https://forge.example/7' } as Issue;

test('what was done names the issue, and where it is to be seen', () => {
  expect(renderDone('closed')(ISSUE, STYLE)).toBe(
    '✓ closed [#7](https://forge.example/7) Crash\nhttps://forge.example/7',
  );
});

test('what is deleted is to be seen nowhere', () => {
  expect(renderDeleted(ISSUE, STYLE)).toBe('✓ deleted #7 Crash');
});
