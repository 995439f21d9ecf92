import type { CheckReport } from '@fixpoint/contracts/sandbox-activities.ts';
import type { IssueView } from '@fixpoint/contracts/workflows.ts';
import { expect, test } from 'vitest';
import { DemoObject } from '../testing/demo-object.ts';
import { demoJson } from './demo-report.ts';

const ISSUE_URL = 'http://127.0.0.1:17233/ada/shop/issues/5';

function report(phase: CheckReport['phase'], outcome: 'passed' | 'failed-by-assertion'): CheckReport {
  const output = { sha256: 'b'.repeat(64), sizeBytes: 1 };
  const run = { name: 'new test', on: 'base', command: 'true', exitCode: 0, durationMs: 10 } as const;
  return {
    phase,
    passed: true,
    reason: null,
    findings: [],
    runs: [{ ...run, outcome, excerpt: 'ok', output }],
  };
}

const VIEW: IssueView = {
  issue: {
    repository: {
      forgeKind: 'gitea',
      forgeInstance: '127.0.0.1:17233',
      repositoryId: '1',
      owner: 'ada',
      name: 'shop',
    },
    number: 5,
  },
  state: 'in-review',
  runId: 'first.1',
  attempt: 2,
  turns: 9,
  costUsd: 0.25,
  usage: { inputTokens: 1, outputTokens: 2, cacheReadTokens: 3, cacheWriteTokens: 4 },
  proposal: { number: 7, url: 'http://127.0.0.1:17233/ada/shop/pulls/7' },
  branch: 'fix/5-totals',
  baseSha: 'a'.repeat(40),
  headSha: 'c'.repeat(40),
  red: report('red', 'failed-by-assertion'),
  green: report('green', 'passed'),
  ledger: { sequence: 3, hash: 'e'.repeat(64) },
  ledgerEntries: 30,
  reason: null,
  droppedInputs: 0,
};

test('the object of a proposal has the promised keys and no others', () => {
  const object = DemoObject.parse(JSON.parse(demoJson({ issueUrl: ISSUE_URL, view: VIEW }, 1234.5)));

  expect(object).toMatchObject({
    issueUrl: ISSUE_URL,
    pullRequestUrl: VIEW.proposal?.url,
    branch: 'fix/5-totals',
    attempts: 2,
    turns: 9,
    proof: { red: VIEW.red, green: VIEW.green },
    ledgerEntries: 30,
    elapsedMs: 1235,
  });
});

test('the object of a run without a proposal has them too, as null', () => {
  const view = {
    ...VIEW,
    state: 'blocked',
    reason: 'All attempts failed.',
    proposal: null,
    branch: null,
  } as const;
  const object = JSON.parse(demoJson({ issueUrl: ISSUE_URL, view: { ...view, red: null, green: null } }, 1));

  expect(Object.keys(object)).toEqual(Object.keys(DemoObject.shape));
  expect(object).toMatchObject({
    pullRequestUrl: null,
    state: 'blocked',
    reason: 'All attempts failed.',
    branch: null,
    proof: { red: null, green: null },
  });
});
