import { FencingToken, IssueNumber, Moment, QueryText, TtlMs } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { LIST_BYTES } from '../answers/budget.ts';
import { clipList } from '../answers/clip.ts';
import { issueSummary } from '../answers/issue-answers.ts';
import { offsetAnswer } from '../answers/offset-answer.ts';
import { Offset, UnderClaim, writeOf } from './arguments.ts';
import { defineTool } from './tool.ts';

const Held = z.strictObject({ number: IssueNumber, token: FencingToken });

export const CLAIM_TOOLS = [
  defineTool({
    name: 'ready_issues',
    title: 'What can be worked on',
    description:
      'Issues that are open, or in progress under a claim that ran out; not blocked, held by nobody and not deferred; the most urgent first. Takes none: claim_issue does.',
    power: 'read',
    input: z.strictObject({ query: QueryText.exactOptional(), limit: z.int().min(1).max(100).default(10) }),
    run: async (tracker, { query, limit }, { signal }) => {
      const found = await tracker.ready({ ...(query === undefined ? {} : { query }), limit, signal });
      const { value, next } = clipList(
        found.map(({ issue }) => issueSummary(issue)),
        LIST_BYTES,
      );
      return { items: value, ...(next === null ? {} : { truncated: true }) };
    },
  }),
  defineTool({
    name: 'claim_issue',
    title: 'Take an issue to work on',
    description:
      'Takes an issue for a time, so that nobody else works on it; without a number, the first that is ready. Give the token with every write, send heartbeats, and release it in the end. Answers with `taken: null` when nothing is ready.',
    power: 'claim',
    input: z.strictObject({
      number: IssueNumber.exactOptional(),
      query: QueryText.exactOptional().describe('Without a number: only among these'),
      ttlMs: TtlMs.exactOptional(),
      takeover: z.boolean().default(false).describe('With a number: take it from whoever holds it'),
    }),
    run: async (tracker, { number, query, ttlMs, takeover }) => {
      const ttl = ttlMs === undefined ? {} : { ttlMs };
      if (number !== undefined) {
        const claim = await tracker.claim(number, { ...ttl, takeover });
        return { taken: { issue: issueSummary(await tracker.get(number)), claim } };
      }
      const [taken] = await tracker.ready({ ...(query === undefined ? {} : { query }), claim: ttl });
      return { taken: taken ? { issue: issueSummary(taken.issue), claim: taken.claim } : null };
    },
  }),
  defineTool({
    name: 'list_claims',
    title: 'Who works on what',
    description: 'The claims that are not over; with a number, the one on that issue. Goes on at `next`.',
    power: 'read',
    input: z.strictObject({ number: IssueNumber.exactOptional(), offset: Offset }),
    run: async (tracker, { number, offset }) => {
      if (number === undefined) return offsetAnswer(await tracker.claims(), offset, (claim) => claim);
      const claim = await tracker.claimOf(number);
      return offsetAnswer(claim === null ? [] : [claim], offset, (it) => it);
    },
  }),
  defineTool({
    name: 'heartbeat',
    title: 'Keep a claim',
    description: 'Gives a claim its whole time again; do it every `heartbeatEveryMs`.',
    power: 'claim',
    idempotent: true,
    input: Held,
    run: (tracker, { number, token }) => tracker.heartbeat(number, token),
  }),
  defineTool({
    name: 'release_claim',
    title: 'Give an issue back',
    description: 'Ends a claim; `released` is false when it was lost already.',
    power: 'claim',
    idempotent: true,
    input: Held,
    run: async (tracker, { number, token }) => ({ released: await tracker.release(number, token) }),
  }),
  defineTool({
    name: 'defer_issue',
    title: 'Put an issue off',
    description: 'Keeps an issue out of the ready queue until then; null ends that.',
    power: 'write',
    idempotent: true,
    input: z.strictObject({ number: IssueNumber, until: Moment.nullable(), ...UnderClaim }),
    run: async (tracker, { number, until, ...write }, { signal }) => {
      await tracker.defer(number, until, writeOf(write, signal));
      return { number, deferredUntil: until };
    },
  }),
] as const;
