import { z } from 'zod';
import { CLOSE_REASONS, ISSUE_STATES, PRIORITIES } from '../model/issue.ts';
import { LINK_KINDS } from '../model/link.ts';

/** What people and programs write. Bounds are those of the tracker; what only a tracker knows, it refuses itself. */
export const IssueNumber = z.int().min(1).describe('The number of an issue');
const VISIBLE = 'Must not be blank';
export const Title = z.string().min(1).max(1_000).regex(/\S/, VISIBLE);
export const Body = z.string().max(1_000_000);
/** One of blanks only is refused by the tracker. */
export const CommentBody = z.string().min(1).max(1_000_000);
export const Name = z.string().min(1).max(255).regex(/\S/, VISIBLE);
export const Names = z.array(Name).max(100);
export const State = z.enum(ISSUE_STATES);
export const Priority = z.enum(PRIORITIES).describe('From the most to the least urgent');
export const CloseReason = z.enum(CLOSE_REASONS);
export const LinkKind = z.enum(LINK_KINDS).describe('Read as: this issue KIND the other one');
export const AgentName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'Use up to 64 of a-z, 0-9, ".", "_" and "-", a letter or digit first')
  .describe('a-z, 0-9, ".", "_", "-"; at most 64 characters');
export const QueryText = z
  .string()
  .max(4_000)
  .describe('A query, such as `is:open label:bug priority:high,critical login`; everything when empty');
export const Cursor = z.string().min(1).max(4_000).describe('The `next` of the page before');
export const FencingToken = z
  .int()
  .min(1)
  .describe('The token of the claim under which it is written; a stale one is refused');
export const TtlMs = z
  .int()
  .min(1_000)
  .max(24 * 60 * 60_000)
  .describe('How long the lease lasts without a heartbeat, in milliseconds; 15 minutes when left out');
/** Of the future or the past; ISO 8601 with a time zone. */
export const Moment = z.iso.datetime({ offset: true });
export const Day = z.iso.date();
export const Color = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'Use # and six hexadecimal digits, such as #d73a4a');
/** Of a comment or a milestone, as the tracker has it. */
export const ItemId = z.string().min(1).max(100);
/** Some trackers have the name of the file in it. */
export const AttachmentId = z.string().min(1).max(500);
export const FileName = z
  .string()
  .min(1)
  .max(255)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL is what must not be in it.
  .regex(/^[^/\\\u0000]*[^/\\\s\u0000][^/\\\u0000]*$/, 'Must not be blank, nor have slashes or backslashes');
/** Names what is created, so that whoever creates under it again gets what there is. */
export const OperationId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'Use 1 to 64 letters, digits, "_" and "-"');
