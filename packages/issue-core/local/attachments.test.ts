import { afterEach, beforeEach, expect, test } from 'vitest';
import { MAX_ATTACHMENT_BYTES } from '../model/comment.ts';
import type { LocalBackend } from './open-local-backend.ts';
import { openTestStore } from './testing/test-store.ts';

let backend: LocalBackend;

beforeEach(async () => {
  backend = openTestStore();
  await backend.createIssue({ title: 'one' });
  await backend.createIssue({ title: 'two' });
});
afterEach(() => backend.close());

test('the bytes of a file come back as they were given', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);

  const file = await backend.addAttachment(1, { name: 'all bytes.bin', bytes });
  const empty = await backend.addAttachment(1, { name: 'empty', bytes: new Uint8Array() });

  expect(file).toMatchObject({ issueNumber: 1, name: 'all bytes.bin', sizeBytes: 256 });
  expect(await backend.listAttachments(1)).toEqual([file, empty]);
  expect(await backend.listAttachments(2)).toEqual([]);
  expect(Uint8Array.from(await backend.readAttachment(1, file.id))).toEqual(bytes);
  expect(await backend.readAttachment(1, empty.id)).toHaveLength(0);
});

test('too much, a way out of the folder, and what is not there are refused', async () => {
  const { id } = await backend.addAttachment(1, {
    name: 'most',
    bytes: new Uint8Array(MAX_ATTACHMENT_BYTES),
  });
  const bytes = new Uint8Array(1);
  const tooMuch = { name: 'more', bytes: new Uint8Array(MAX_ATTACHMENT_BYTES + 1) };

  await expect(backend.addAttachment(1, tooMuch)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  for (const name of ['../up', 'a\\b', '..', '.', ' ']) {
    await expect(backend.addAttachment(1, { name, bytes })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
  await expect(backend.addAttachment(3, { name: 'x', bytes })).rejects.toMatchObject({
    code: 'ISSUE_NOT_FOUND',
  });
  await expect(backend.readAttachment(2, id)).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
});
