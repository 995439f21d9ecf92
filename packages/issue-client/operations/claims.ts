import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { ReadyOptions, Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import {
  ClaimAnswer,
  HolderAnswer,
  ReadyIssueAnswer,
  ReleasedAnswer,
  TakenAnswer,
} from '@fixpoint/issue-core/wire/answers.ts';
import { z } from 'zod';
import { type ClientContext, headersOf } from '../context.ts';
import { picked } from '../picked.ts';
import { textOf } from '../query-text.ts';

type ClaimOperations = Pick<
  Tracker,
  'ready' | 'claim' | 'heartbeat' | 'release' | 'claims' | 'claimOf' | 'defer'
>;

export function claimOperations({ ask, readOnly }: ClientContext): ClaimOperations {
  async function takeReady({ limit, query, claim, signal }: ReadyOptions) {
    const body = { ttlMs: claim?.ttlMs, limit, query: query === undefined ? undefined : textOf(query) };
    const { taken } = await ask({
      method: 'POST',
      path: ['ready', 'claim'],
      body,
      answer: TakenAnswer,
      signal,
    });
    return taken === null ? [] : [taken];
  }

  return {
    async ready(options = {}) {
      const { limit, query, claim, signal } = options;
      if (claim && readOnly) throw new FixpointError('READ_ONLY', 'ready with a claim.');
      if (claim) return takeReady(options);
      return ask({
        method: 'GET',
        path: ['ready'],
        query: { limit, q: query === undefined ? undefined : textOf(query) },
        answer: z.array(ReadyIssueAnswer).readonly(),
        signal,
      });
    },
    claim: (number, options = {}) =>
      ask({
        method: 'POST',
        path: ['issues', number, 'claim'],
        body: picked(options, ['ttlMs', 'takeover']),
        answer: ClaimAnswer,
      }),
    heartbeat: (number, token) =>
      ask({
        method: 'POST',
        path: ['issues', number, 'claim', 'heartbeat'],
        body: { token },
        harmless: true,
        answer: ClaimAnswer,
      }),
    async release(number, token) {
      const path = ['issues', number, 'claim', 'release'];
      const { released } = await ask({ method: 'POST', path, body: { token }, answer: ReleasedAnswer });
      return released;
    },
    claims: () => ask({ method: 'GET', path: ['claims'], answer: z.array(ClaimAnswer).readonly() }),
    async claimOf(number) {
      const { claim } = await ask({
        method: 'GET',
        path: ['issues', number, 'claim'],
        answer: HolderAnswer,
      });
      return claim;
    },
    defer: async (number, until, write = {}) =>
      ask({
        method: 'PUT',
        path: ['issues', number, 'deferral'],
        body: { until: until === null ? null : momentOf(until) },
        headers: headersOf(write),
        answer: z.undefined(),
        signal: write.signal,
      }),
  };
}

/** The server wants a time zone, which a day has not. */
function momentOf(until: string): string {
  const ms = /^\d{4}-\d\d-\d\d/.test(until) ? Date.parse(until) : Number.NaN;
  return Number.isNaN(ms) ? until : new Date(ms).toISOString();
}
