import { describe, expect, test } from 'vitest';
import { canonical, expectError, REFUSED } from './expecting.ts';
import { allPages } from './reading.ts';
import type { Subject } from './subject.ts';

const BODIES: Readonly<Record<string, string>> = {
  unicode: 'Größe 😀 日本語 עברית e\u0301 \u200d 𝒳',
  'Windows line ends': 'one\r\ntwo\r\n\r\nthree',
  'HTML comments': 'before <!-- hidden --> after <script>alert(1)</script>',
  'a marker that is not ours to read':
    'quoted:\n<!-- issue-core:01ARZ3NDEKTSV4RRFFQ69G5FAV -->\nand more text',
  'mentions and closing words': 'closes #1, fixes #2 @nobody-of-this-name @channel',
  code: '```ts\nconst a = `b`;\n```\n\n    indented\n\t* tab',
  'query and template text': "'; DROP TABLE issue; -- {{ .Secret }} $(id) %s %n is:open label:x",
  'space at the start': '   three spaces, then text',
  '60,000 characters': `${'A line of sixty characters, of which there are many more. ü\n'.repeat(1_000)}end`,
};

const TITLES: Readonly<Record<string, string>> = {
  unicode: 'Größe 😀 日本語 עברית',
  markup: '<b>"Quoted" & `code`</b> <!-- x -->',
  'a slash and a hash': 'a/b #1 50% \\ ?x=1',
};

/** Widths of 300, 510 and 400: longer than some trackers have room for. */
const LONG_TITLES: Readonly<Record<string, string>> = {
  Latin: 'long '.repeat(60).trim(),
  Japanese: '長'.repeat(255),
  emoji: '😀'.repeat(200),
};

export function texts(subject: Subject): void {
  describe.each(Object.entries(BODIES))('%s', (_, body) => {
    test('is a body, as it was written', async () => {
      const { backend } = subject.now();

      const created = await backend.createIssue({ title: 'Text', body });
      const edited = await backend.updateIssue(created.number, { body: `Edited.\n\n${body}` });

      expect(canonical(created.body)).toBe(canonical(body));
      expect(canonical((await subject.other().getIssue(created.number)).body)).toBe(canonical(edited.body));
      expect(canonical(edited.body)).toBe(canonical(`Edited.\n\n${body}`));
    });

    test('is a comment, as it was written', async () => {
      const { backend } = subject.now();
      const { number } = await backend.createIssue({ title: 'Text' });

      const comment = await backend.createComment(number, body);

      const listed = await allPages((cursor) => subject.other().listComments(number, cursor));
      expect(canonical(comment.body)).toBe(canonical(body));
      expect(listed).toEqual([comment]);
    });
  });

  test.each(Object.entries(TITLES))('%s in a title stays', async (_, title) => {
    const { backend } = subject.now();

    const { number } = await backend.createIssue({ title });

    expect((await subject.other().getIssue(number)).title).toBe(title);
  });

  test.each(Object.entries(LONG_TITLES))('a long title, %s, is kept whole or refused', async (_, title) => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Short' });

    const edited = await backend.updateIssue(number, { title }).catch((error: unknown) => error);

    if (edited instanceof Error) {
      await expectError(Promise.reject(edited), 'INVALID_INPUT', 'FORGE_REFUSED');
      await expectError(backend.createIssue({ title }), 'INVALID_INPUT', 'FORGE_REFUSED');
    }
    const { title: kept } = await subject.other().getIssue(number);
    expect(kept).toBe(edited instanceof Error ? 'Short' : title);
  });

  test.each(['', '   '])('an empty title, %j, is refused', async (title) => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Not empty' });

    await expectError(backend.createIssue({ title }), ...REFUSED);
    await expectError(backend.updateIssue(number, { title }), ...REFUSED);

    expect((await backend.getIssue(number)).title).toBe('Not empty');
  });
}
