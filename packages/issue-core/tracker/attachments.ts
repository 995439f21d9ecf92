import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { MAX_ATTACHMENT_BYTES } from '../model/comment.ts';
import type { Tracker } from './api.ts';
import type { TrackerContext } from './context.ts';
import { requireInTracker } from './support.ts';
import { checkWrite } from './write-rule.ts';

const MAX_NAME_CHARS = 255;

export function attachmentOperations(
  context: TrackerContext,
): Pick<Tracker, 'listAttachments' | 'readAttachment' | 'attach'> {
  const { backend, coordination } = context;

  return {
    async listAttachments(number) {
      requireInTracker(context, 'attachments');
      return backend.listAttachments(number);
    },
    async readAttachment(number, attachmentId) {
      requireInTracker(context, 'attachments');
      return backend.readAttachment(number, attachmentId);
    },
    async attach(number, file, write = {}) {
      requireInTracker(context, 'attachments');
      if (file.name.trim() === '' || file.name.length > MAX_NAME_CHARS || /[/\\\0]/.test(file.name)) {
        throw new FixpointError('INVALID_INPUT', `name: 1 to ${MAX_NAME_CHARS} characters, and no path.`);
      }
      if (file.bytes.byteLength > MAX_ATTACHMENT_BYTES) {
        throw new FixpointError('INVALID_INPUT', `bytes: at most ${MAX_ATTACHMENT_BYTES}.`);
      }
      const allowed = await checkWrite(context, number, 'remark', write);
      const { id, name, ...rest } = await backend.addAttachment(number, file, allowed);
      const payload = { attachmentId: id, name };
      const from = { actor: context.agent, backend: context.backendName, issue: number };
      await coordination.append([{ ...from, type: 'attached', payload }]);
      return { id, name, ...rest };
    },
  };
}
