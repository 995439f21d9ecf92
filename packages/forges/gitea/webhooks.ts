import { createHmac, timingSafeEqual } from 'node:crypto';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import type { ParsedWebhook, WebhookHeaders, WebhookIdentity } from '../ports.ts';
import { readComment, readLabelledIssue, readOpenedIssue } from './webhook-commands.ts';
import { readClosedIssue, readClosedProposal } from './webhook-facts.ts';
import { ClosedPullPayload, CommentPayload, IssuePayload } from './webhook-schema.ts';

const HEX_SHA256 = /^[0-9a-f]{64}$/;
const Action = z.object({ action: z.string() });

/** Checks `X-Gitea-Signature`, the bare hex HMAC-SHA256 of the raw body, in constant time. */
export function verifySignature(headers: WebhookHeaders, rawBody: Uint8Array, secret: string): boolean {
  const given = headers['x-gitea-signature'];
  if (typeof given !== 'string' || !HEX_SHA256.test(given)) return false;
  const expected = createHmac('sha256', secret).update(rawBody).digest();
  return timingSafeEqual(Buffer.from(given, 'hex'), expected);
}

/**
 * Reads what concerns us from a delivery: new comments and new issues with a command, issues with the label that asks for a
 * run, closed issues and proposals.
 * Edits never trigger anything.
 *
 * @throws FixpointError INVALID_INPUT
 */
export function parseWebhook(
  headers: WebhookHeaders,
  rawBody: Uint8Array,
  identity: WebhookIdentity,
): ParsedWebhook {
  const event = headers['x-gitea-event'];
  if (typeof event !== 'string') throw new FixpointError('INVALID_INPUT', 'X-Gitea-Event: missing.');
  if (!['issue_comment', 'issues', 'pull_request'].includes(event)) return ignored(`event ${event}`);

  const body = parseBody(rawBody);
  const { action } = parse(Action, body);
  switch (`${event}/${action}`) {
    case 'issue_comment/created':
      return readComment(parse(CommentPayload, body), identity);
    case 'issues/opened':
      return readOpenedIssue(parse(IssuePayload, body), identity);
    case 'issues/label_updated':
      return readLabelledIssue(parse(IssuePayload, body), identity);
    case 'issues/closed':
      return readClosedIssue(parse(IssuePayload, body), identity);
    case 'pull_request/closed':
      return readClosedProposal(parse(ClosedPullPayload, body), identity);
    default:
      return ignored(`${event}/${action.slice(0, 50)}`);
  }
}

function ignored(reason: string): ParsedWebhook {
  return { kind: 'ignored', reason };
}

function parseBody(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch (cause) {
    throw new FixpointError('INVALID_INPUT', 'The body is not JSON.', { cause });
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new FixpointError('INVALID_INPUT', z.prettifyError(parsed.error));
}
