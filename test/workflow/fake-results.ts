import type { ThinkResult } from '@fixpoint/contracts/agent-activities.ts';
import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import type { ActResult, CheckReport } from '@fixpoint/contracts/sandbox-activities.ts';
import type { ScriptedTurn } from './scenario.ts';

export const BLOB: BlobRef = { sha256: 'b'.repeat(64), sizeBytes: 1 };

export function thought(excerpt: string): ThinkResult {
  return {
    model: 'scripted',
    prompt: BLOB,
    requestHash: 'd'.repeat(64),
    response: BLOB,
    calls: [{ toolUseId: 'call', tool: 'bash' }],
    excerpt,
    usage: { inputTokens: 10, outputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0 },
    costUsd: 0.01,
    modelDurationMs: 1,
  };
}

/** Every turn takes a snapshot of its own, whose name ends in the turn. */
export function acted(scripted: ScriptedTurn, turn: number): ActResult {
  return {
    results: BLOB,
    snapshot: { sha: String(turn).padStart(40, 'c'), bundle: BLOB },
    shellRestarted: false,
    calls: [
      {
        toolUseId: 'call',
        tool: 'bash',
        isError: false,
        summary: `${scripted.kind} in turn ${turn}`,
        durationMs: 1,
      },
    ],
    intents: scripted.kind === 'intent' ? [scripted.intent] : [],
  };
}

export function report(phase: CheckReport['phase'], change: Partial<CheckReport> = {}): CheckReport {
  return { phase, passed: true, reason: null, runs: [], findings: [], ...change };
}
