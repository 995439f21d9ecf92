import type { CoordinationEvent } from '@fixpoint/issue-core/coordination/event.ts';
import { expect, it } from 'vitest';
import { judge } from '../../bench/issues/claim-race.ts';

type Told = readonly ['claimed' | 'released', actor: string, token: number];

function log(...told: readonly Told[]): readonly CoordinationEvent[] {
  return told.map(([type, actor, token], index) => {
    const about = { seq: index + 1, at: '2026-01-01T00:00:00Z', actor, backend: 'bench', issue: 1 };
    return type === 'claimed'
      ? { ...about, type, payload: { token, expiresAt: '2026-01-01T00:15:00Z' } }
      : { ...about, type, payload: { token } };
  });
}

it('is content when everybody waits for the one before', () => {
  const events = log(['claimed', 'a', 1], ['released', 'a', 1], ['claimed', 'b', 2], ['released', 'b', 2]);

  expect(judge(events)).toEqual({ claims: 2, violations: 0 });
});

it.each([
  ['two holders', log(['claimed', 'a', 1], ['claimed', 'b', 2])],
  ['a token that was given twice', log(['claimed', 'a', 1], ['released', 'a', 1], ['claimed', 'b', 1])],
  ['a release by somebody else', log(['claimed', 'a', 1], ['released', 'b', 1])],
  ['a gap in the log', log(['claimed', 'a', 1], ['released', 'a', 1]).slice(1)],
])('finds %s', (_, events) => {
  expect(judge(events).violations).toBeGreaterThan(0);
});
