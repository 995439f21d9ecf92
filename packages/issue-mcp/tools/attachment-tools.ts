import type { Attachment } from '@fixpoint/issue-core/model/comment.ts';
import { AttachmentId, FileName, IssueNumber } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { NAME_BYTES } from '../answers/budget.ts';
import { clipText } from '../answers/clip.ts';
import { partOf } from '../answers/file-part.ts';
import { offsetAnswer } from '../answers/offset-answer.ts';
import { truncated } from '../answers/truncated.ts';
import { Offset, UnderClaim, writeOf } from './arguments.ts';
import { defineTool } from './tool.ts';

/** Its base64 fits into a request of 2 MiB, which is what `issue serve` takes. */
const MAX_FILE_BYTES = 1024 ** 2;
const URL_BYTES = 2 * 1024;

const Content = z
  .base64()
  .max(4 * Math.ceil(MAX_FILE_BYTES / 3))
  .refine((text) => Buffer.byteLength(text, 'base64') <= MAX_FILE_BYTES, 'at most 1 MiB')
  .describe('Base64; the file has at most 1 MiB');

function shown({ id, name, sizeBytes, createdAt, url }: Attachment) {
  const fileName = clipText(name, NAME_BYTES);
  const address = clipText(url ?? '', URL_BYTES);
  return {
    id,
    name: fileName.value,
    sizeBytes,
    createdAt,
    url: url === null ? null : address.value,
    ...truncated({ name: fileName, url: address }),
  };
}

export const ATTACHMENT_TOOLS = [
  defineTool({
    name: 'list_attachments',
    title: 'List the files of an issue',
    description: 'The files of an issue, without their bytes; goes on at `next`.',
    power: 'read',
    input: z.strictObject({ number: IssueNumber, offset: Offset }),
    run: async (tracker, { number, offset }) =>
      offsetAnswer(await tracker.listAttachments(number), offset, shown),
  }),
  defineTool({
    name: 'read_attachment',
    title: 'Read a file',
    description:
      'A part of a file: as text where it is UTF-8, else in base64. Goes on at `next`, a count of bytes.',
    power: 'read',
    input: z.strictObject({ number: IssueNumber, id: AttachmentId, offset: Offset }),
    run: async (tracker, { number, id, offset }) => partOf(await tracker.readAttachment(number, id), offset),
  }),
  defineTool({
    name: 'attach_file',
    title: 'Attach a file',
    description: 'Attaches bytes to an issue as a file of this name.',
    power: 'write',
    input: z.strictObject({ number: IssueNumber, name: FileName, content: Content, ...UnderClaim }),
    run: async (tracker, { number, name, content, ...write }, { signal }) => {
      const file = { name, bytes: Buffer.from(content, 'base64') };
      return shown(await tracker.attach(number, file, writeOf(write, signal)));
    },
  }),
] as const;
