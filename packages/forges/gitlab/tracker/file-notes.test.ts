import { describe, expect, test } from 'vitest';
import { fileNote, isFileNote } from './file-notes.ts';

const URL = `/uploads/${'0a'.repeat(16)}/trace.txt`;
const LINK = `[trace.txt](${URL})`;
const MARKER = '<!-- issue-core:file -->';

describe('a note', () => {
  test.each(['trace.txt', 'größe [1].txt', 'back\\slash'])('for a file alone is known again: %s', (name) => {
    expect(isFileNote(fileNote(name, URL))).toBe(true);
    expect(isFileNote(`${fileNote(name, URL)}\n`)).toBe(true);
  });

  test.each([
    ['a link that somebody wrote', LINK],
    ['what was copied from another tracker', `${LINK}\n\n<!-- issue-core:0123456789abcdef -->`],
    ['words beside it', `See ${LINK}\n\n${MARKER}`],
    ['two files', `${LINK} ${LINK}\n\n${MARKER}`],
    ['words behind it', `${LINK}\n\n${MARKER}\n\nIndeed.`],
    ['a link to elsewhere', `[x](https://example.com/x)\n\n${MARKER}`],
    ['the marker alone', MARKER],
  ])('is a comment with %s', (_, text) => {
    expect(isFileNote(text)).toBe(false);
  });

  test('is told from others at once, however long it is', () => {
    expect(isFileNote(`[${'\\['.repeat(400_000)}](${URL}`)).toBe(false);
  });
});
