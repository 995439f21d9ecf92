import { ISSUE_STATES } from '@fixpoint/contracts/states.ts';
import { z } from 'zod';

const Count = z.int().nonnegative();
const Sha = z.string().regex(/^[0-9a-f]{40}$/);

const CheckRun = z.strictObject({
  name: z.enum(['new test', 'build', 'project tests']),
  on: z.enum(['base', 'head']),
  command: z.string(),
  exitCode: z.int().nullable(),
  outcome: z.enum(['passed', 'failed-by-assertion']),
  durationMs: z.number(),
  excerpt: z.string(),
  output: z.strictObject({ sha256: z.string(), sizeBytes: Count }),
});

function proofOf(phase: 'red' | 'green') {
  return z.strictObject({
    phase: z.literal(phase),
    passed: z.literal(true),
    reason: z.null(),
    runs: z.array(CheckRun).min(1),
    findings: z.array(z.string()),
  });
}

/** What `./fixpoint demo --json` prints when it ends in a proposal: scripts rely on these names, and on no others. */
export const DemoObject = z.strictObject({
  issueUrl: z.url(),
  pullRequestUrl: z.url(),
  state: z.enum(ISSUE_STATES),
  reason: z.string().nullable(),
  branch: z.string(),
  baseSha: Sha,
  headSha: Sha,
  attempts: Count,
  turns: Count,
  tokens: z.strictObject({
    inputTokens: Count,
    outputTokens: Count,
    cacheReadTokens: Count,
    cacheWriteTokens: Count,
  }),
  costUsd: z.number().nonnegative(),
  proof: z.strictObject({ red: proofOf('red'), green: proofOf('green') }),
  ledgerEntries: Count,
  elapsedMs: Count,
});
