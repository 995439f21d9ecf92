import { expect, test } from 'vitest';
import { expectError, has, NOT_FOUND } from './expecting.ts';
import type { Subject } from './subject.ts';

const BYTES = new TextEncoder().encode('a line\nanother, größer\n');
const EVERY_BYTE = Uint8Array.from({ length: 512 }, (_, at) => at % 256);
const NO_ID = `${'0'.repeat(32)}/none.txt`;

export function attachments(subject: Subject): void {
  if (!has(subject.capabilities, 'attachments')) {
    test('are refused', async () => {
      const { backend } = subject.now();
      const { number } = await backend.createIssue({ title: 'No files' });

      await expectError(backend.addAttachment(number, { name: 'a.txt', bytes: BYTES }), 'UNSUPPORTED');
      await expectError(backend.listAttachments(number), 'UNSUPPORTED');
      await expectError(backend.readAttachment(number, '1'), 'UNSUPPORTED');
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

  test.each(['every byte.txt', 'größe 2.txt'])('the bytes of %s are read back as they were', async (name) => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'With bytes' });
    const { number: other } = await backend.createIssue({ title: 'Without' });
    const added = await backend.addAttachment(number, { name, bytes: EVERY_BYTE });

    for (let times = 0; times < 2; times += 1)
      expect(Uint8Array.from(await subject.other().readAttachment(number, added.id))).toEqual(EVERY_BYTE);

    await expectError(backend.readAttachment(number, NO_ID), ...NOT_FOUND);
    await expectError(backend.readAttachment(other, added.id), ...NOT_FOUND);
    expect(await backend.listAttachments(other)).toEqual([]);
  });

  test('a file is no comment', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Silent' });
    await backend.addAttachment(number, { name: 'a [1].txt', bytes: BYTES }, { operationId: 'of-a-file' });
    const said = await backend.createComment(number, 'Said.');

    expect((await backend.listComments(number, null)).items).toEqual([said]);
    expect(await backend.findCreatedComment(number, 'of-a-file')).toBeNull();
    expect(await backend.listAttachments(number)).toMatchObject([{ name: 'a [1].txt' }]);
  });

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
