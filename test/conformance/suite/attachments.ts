import { expect, test } from 'vitest';
import { expectError, has } from './expecting.ts';
import type { Subject } from './subject.ts';

const BYTES = new TextEncoder().encode('a line\nanother, größer\n');

export function attachments(subject: Subject): void {
  if (!has(subject.capabilities, 'attachments')) {
    test('are refused', async () => {
      const { backend } = subject.now();
      const { number } = await backend.createIssue({ title: 'No files' });

      await expectError(backend.addAttachment(number, { name: 'a.txt', bytes: BYTES }), 'UNSUPPORTED');
      await expectError(backend.listAttachments(number), 'UNSUPPORTED');
    });
    return;
  }

  test.each(['trace.txt', 'größe 1 & 2.txt', '日本語.txt'])(
    '%s is put on an issue and listed',
    async (name) => {
      const { backend } = subject.now();
      const issue = await backend.createIssue({ title: 'With a file', body: 'The text.' });

      const added = await backend.addAttachment(issue.number, { name, bytes: BYTES });
      const listed = await subject.other().listAttachments(issue.number);

      expect(added).toMatchObject({ issueNumber: issue.number, name });
      expect([null, BYTES.byteLength]).toContain(added.sizeBytes);
      expect(listed).toEqual([added]);
    },
  );

  test('several keep their order and their names', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'With files' });
    for (const name of ['1.txt', '2.txt', '2.txt'])
      await backend.addAttachment(number, { name, bytes: BYTES });

    const listed = await backend.listAttachments(number);

    expect(listed.map(({ name }) => name)).toEqual(['1.txt', '2.txt', '2.txt']);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(3);
  });

  test('an issue without files has none', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Bare' });

    expect(await backend.listAttachments(number)).toEqual([]);
  });
}
