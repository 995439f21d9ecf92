import type { LocalProject } from '@fixpoint/cli/demo/local-project.ts';
import { startWebhookReceiver } from '@fixpoint/forges/testing/webhook-receiver.ts';
import { z } from 'zod';

const CommentDelivery = z.object({ action: z.literal('created'), comment: z.object({ id: z.number() }) });

export interface RecordedDelivery {
  readonly headers: Record<string, string>;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface RecordedDeliveries {
  /** What Gitea sent of a comment, byte for byte as it was signed; rejects when it does not come. */
  ofComment(commentId: string): Promise<RecordedDelivery>;
  close(): Promise<void>;
}

/** A second webhook of the repository, which keeps what Gitea sends of comments, so that a test can send it again. */
export async function recordDeliveries(project: LocalProject, secret: string): Promise<RecordedDeliveries> {
  const receiver = await startWebhookReceiver();
  const config = { url: receiver.url, content_type: 'json', secret };
  await project.call('POST', '/hooks', { type: 'gitea', active: true, events: ['issue_comment'], config });
  return {
    ofComment: async (commentId) => {
      const { headers, rawBody } = await receiver.next((delivery) => isOf(commentId, delivery.rawBody));
      const kept = Object.entries(headers).filter(([name]) => /^(x-|content-type)/.test(name));
      return { headers: Object.fromEntries(kept) as Record<string, string>, body: Uint8Array.from(rawBody) };
    },
    close: () => receiver.close(),
  };
}

/** Our own comments are delivered as well. */
function isOf(commentId: string, rawBody: Uint8Array): boolean {
  const { data } = CommentDelivery.safeParse(JSON.parse(Buffer.from(rawBody).toString('utf8')));
  return String(data?.comment.id) === commentId;
}
