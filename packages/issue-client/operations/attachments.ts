import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { MAX_ATTACHMENT_BYTES } from '@fixpoint/issue-core/model/comment.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { AttachmentAnswer } from '@fixpoint/issue-core/wire/answers.ts';
import { z } from 'zod';
import { type ClientContext, headersOf } from '../context.ts';

export function attachmentOperations({
  ask,
}: ClientContext): Pick<Tracker, 'listAttachments' | 'readAttachment' | 'attach'> {
  return {
    listAttachments: (number) =>
      ask({
        method: 'GET',
        path: ['issues', number, 'attachments'],
        answer: z.array(AttachmentAnswer).readonly(),
      }),
    readAttachment: (number, attachmentId) =>
      ask({
        method: 'GET',
        path: ['issues', number, 'attachments', attachmentId],
        answerIs: 'bytes',
        answer: z.instanceof(Uint8Array),
      }),
    async attach(number, { name, bytes }, write = {}) {
      // The server would hang up in the middle of it.
      if (bytes.byteLength > MAX_ATTACHMENT_BYTES) {
        throw new FixpointError('INVALID_INPUT', `bytes: at most ${MAX_ATTACHMENT_BYTES}.`);
      }
      return ask({
        method: 'POST',
        path: ['issues', number, 'attachments'],
        query: { name },
        body: bytes,
        headers: headersOf(write),
        answer: AttachmentAnswer,
        signal: write.signal,
      });
    },
  };
}
