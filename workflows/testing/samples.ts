import type { CheckReport } from '@fixpoint/contracts/sandbox-activities.ts';
import type { IssueState } from '@fixpoint/contracts/states.ts';
import type { AttemptOutcome, AttemptView, IssueView } from '@fixpoint/contracts/workflows.ts';

const blob = { sha256: 'b'.repeat(64), sizeBytes: 1 };

export function failedReport(excerpt: string, reason = 'A project test fails on the head.'): CheckReport {
  return {
    phase: 'green',
    passed: false,
    reason,
    findings: [],
    runs: [
      {
        name: 'project tests',
        on: 'head',
        command: './scripts/test.sh',
        exitCode: 1,
        outcome: 'failed-by-assertion',
        durationMs: 10,
        excerpt,
        output: blob,
      },
    ],
  };
}

export function outcomeOfKind(kind: AttemptOutcome['kind'], words: string): AttemptOutcome {
  const report = failedReport(words, words);
  const head = { sha: 'c'.repeat(40), bundle: blob };
  switch (kind) {
    case 'accepted':
      return { kind, head, title: words, summary: words, red: report, green: report };
    case 'refused':
      return { kind, reason: words, report };
    case 'asked':
      return { kind, question: words };
    case 'stopped':
      return { kind };
    default:
      return { kind, reason: words };
  }
}

export function issueView(state: IssueState, change: Partial<IssueView> = {}): IssueView {
  return {
    issue: {
      repository: {
        forgeKind: 'gitea',
        forgeInstance: 'test',
        repositoryId: '1',
        owner: 'ada',
        name: 'shop',
      },
      number: 5,
    },
    state,
    runId: null,
    attempt: 0,
    turns: 0,
    costUsd: 0,
    usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
    proposal: null,
    branch: null,
    baseSha: null,
    headSha: null,
    red: null,
    green: null,
    ledger: { sequence: 3, hash: 'e'.repeat(64) },
    ledgerEntries: 3,
    reason: null,
    droppedInputs: 0,
    ...change,
  };
}

export function attemptView(state: AttemptView['state'], change: Partial<AttemptView> = {}): AttemptView {
  return { attempt: 1, state, turns: 2, costUsd: 0.5, steps: [], red: null, green: null, ...change };
}
