import type { LocalProject } from '@fixpoint/cli/demo/local-project.ts';
import { startWebhookReceiver } from '@fixpoint/forges/testing/webhook-receiver.ts';
import { z } from 'zod';

const CommentDelivery = z.object({ action: z.literal('created'), comment: z.object({ id: z.number() }) });
const IssueDelivery = z.object({ action: z.string(), issue: z.object({ number: z.number() }) });
const EVENTS = ['issues', 'issue_label', 'issue_comment'];

export interface RecordedDelivery {
  readonly headers: Record<string, string>;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface RecordedDeliveries {
  /** What Gitea sent of a comment, byte for byte as it was signed; rejects when it does not come. */
  ofComment(commentId: string): Promise<RecordedDelivery>;
  /** The same of the first time that an issue was opened or labelled. */
  ofIssue(action: 'opened' | 'label_updated', number: number): Promise<RecordedDelivery>;
  close(): Promise<void>;
}

/** A second webhook of the repository, which keeps what Gitea sends of issues and comments, so that a test can send it again. */
export async function recordDeliveries(project: LocalProject, secret: string): Promise<RecordedDeliveries> {
  const receiver = await startWebhookReceiver();
  const config = { url: receiver.url, content_type: 'json', secret };
  await project.call('POST', '/hooks', { type: 'gitea', active: true, events: EVENTS, config });

  async function next(isWanted: (body: unknown) => boolean): Promise<RecordedDelivery> {
    const { headers, rawBody } = await receiver.next((delivery) =>
      isWanted(JSON.parse(Buffer.from(delivery.rawBody).toString('utf8'))),
    );
    const kept = Object.entries(headers).filter(([name]) => /^(x-|content-type)/.test(name));
    return { headers: Object.fromEntries(kept) as Record<string, string>, body: Uint8Array.from(rawBody) };
  }

  return {
    ofComment: (commentId) => next((body) => isOfComment(commentId, body)),
    ofIssue: (action, number) =>
      next((body) => {
        const { data } = IssueDelivery.safeParse(body);
        return data?.action === action && data.issue.number === number;
      }),
    close: () => receiver.close(),
  };
}

/** Our own comments are delivered as well. */
function isOfComment(commentId: string, body: unknown): boolean {
  const { data } = CommentDelivery.safeParse(body);
  return String(data?.comment.id) === commentId;
}
