import { expect, it } from 'vitest';
import { callTool } from '../testing/mcp-client.ts';
import { connectClient, openClient } from '../testing/open-client.ts';
import { openStore } from '../testing/open-store.ts';

const MIB = 1024 ** 2;

it('attaches bytes as they are', async () => {
  const client = await connectClient(openStore()('coder'));
  await callTool(client, 'create_issue', { title: 'One' });
  const content = Buffer.alloc(MIB, 0xff).toString('base64');

  const made = await callTool(client, 'attach_file', { number: 1, name: 'a.bin', content });

  expect(made.data).toMatchObject({ name: 'a.bin', sizeBytes: MIB });
  expect((await callTool(client, 'list_attachments', { number: 1 })).data).toEqual({
    items: [made.data],
    next: null,
    total: 1,
  });
});

it('attaches the bytes that base64 stands for', async () => {
  const { trackers } = await openClient();
  const attached: Uint8Array[] = [];
  const coder = trackers.as('coder');
  const client = await connectClient({
    ...coder,
    attach: (number, file, write) => {
      attached.push(file.bytes);
      return coder.attach(number, file, write);
    },
  });
  await coder.create({ title: 'One' });

  await callTool(client, 'attach_file', { number: 1, name: 'a.bin', content: 'AP+A' });

  expect(attached.map((bytes) => [...bytes])).toEqual([[0, 255, 128]]);
});

it.each([
  ['no base64', { name: 'a', content: 'a-b_' }],
  ['base64 that was cut', { name: 'a', content: 'YQ=' }],
  ['more than 1 MiB', { name: 'a', content: Buffer.alloc(MIB + 1).toString('base64') }],
  ['a path', { name: '../a', content: 'YQ==' }],
])('refuses %s', async (_, file) => {
  const { client, trackers } = await openClient();

  const { isError } = await callTool(client, 'attach_file', { number: 1, ...file });

  expect(isError).toBe(true);
  expect(trackers.requests).toEqual([]);
});
