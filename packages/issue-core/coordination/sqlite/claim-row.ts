import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import type { Claim, ClaimKey } from '../port.ts';
import { readRow } from './read-row.ts';
import { isoOf } from './transactions.ts';

const Row = z.object({
  backend: z.string(),
  issue: z.number(),
  token: z.number(),
  agent: z.string(),
  claimed_at: z.number(),
  renewed_at: z.number(),
  expires_at: z.number(),
  ended: z.number(),
});
export type ClaimRow = z.infer<typeof Row>;

/** How a lease ended, as it is stored. */
export const ENDED = { not: 0, givenBack: 1, ranOut: 2 } as const;

export function parseClaimRow(row: unknown): ClaimRow {
  return readRow(Row, row);
}

export function isHeld(row: ClaimRow, now: number): boolean {
  return row.ended === ENDED.not && now < row.expires_at;
}

/** It ran out, and nothing was done about it since. */
export function isAbandoned(row: ClaimRow, now: number): boolean {
  return row.ended === ENDED.ranOut || (row.ended === ENDED.not && now >= row.expires_at);
}

export function ttlOf({ expires_at, renewed_at }: ClaimRow): number {
  return expires_at - renewed_at;
}

export function toClaim(row: ClaimRow): Claim {
  const { backend, issue, token, agent, claimed_at, expires_at } = row;
  const heartbeatEveryMs = Math.floor(ttlOf(row) / 3);
  return {
    backend,
    issue,
    token,
    agent,
    claimedAt: isoOf(claimed_at),
    expiresAt: isoOf(expires_at),
    heartbeatEveryMs,
  };
}

export function claimHeld({ issue, agent, expires_at }: ClaimRow): FixpointError {
  const detail = `#${issue} is held by ${agent} until ${isoOf(expires_at)}.`;
  return new FixpointError('CLAIM_HELD', detail);
}

/** Says why the token is not the one that holds the issue. */
export function claimLost({ issue, token }: ClaimKey, row: ClaimRow | null, now: number): FixpointError {
  const detail = `#${issue}, token ${token}: ${reasonOf(token, row, now)}.`;
  return new FixpointError('CLAIM_LOST', detail);
}

function reasonOf(token: number, row: ClaimRow | null, now: number): string {
  if (row === null || token > row.token) return 'it was never given';
  if (isHeld(row, now) && token !== row.token) return `${row.agent} holds it now, with token ${row.token}`;
  if (token < row.token) return 'another claim came after it';
  return isAbandoned(row, now) ? `it ran out at ${isoOf(row.expires_at)}` : 'it was given back, or ran out';
}
