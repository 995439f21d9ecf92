import type { OpenProposalRequest } from '@fixpoint/contracts/forge-activities.ts';
import type { CheckRun } from '@fixpoint/contracts/sandbox-activities.ts';
import { describe, expect, test } from 'vitest';
import { renderProposalBody } from './proposal-body.ts';

const run = (change: Partial<CheckRun>): CheckRun => ({
  name: 'new test',
  on: 'base',
  command: 'npm test -- rounding',
  exitCode: 1,
  outcome: 'failed-by-assertion',
  durationMs: 10,
  excerpt: 'expected 1.01',
  output: { sha256: 'a'.repeat(64), sizeBytes: 1 },
  ...change,
});

const green = (runs: readonly CheckRun[]) =>
  ({ phase: 'green', passed: true, reason: null, runs, findings: [] }) as const;

function request(change: Partial<OpenProposalRequest['content']> = {}): OpenProposalRequest {
  return {
    issue: {
      number: 3,
      repository: { forgeKind: 'gitea', forgeInstance: 'local', repositoryId: '1', owner: 'o', name: 'r' },
    },
    runId: 'run.1',
    workflowId: 'issue/local/1/3',
    branch: 'fix/3-rounding',
    defaultBranch: 'main',
    baseSha: 'b'.repeat(40),
    headSha: 'c'.repeat(40),
    title: 'Round totals',
    content: {
      summary: 'Totals are rounded.\n\nCloses #99',
      red: { phase: 'red', passed: true, reason: null, runs: [run({})], findings: [] },
      green: green([run({ on: 'head', exitCode: 0, outcome: 'passed', excerpt: '1 passed' })]),
      attempts: 2,
      turns: 14,
      costUsd: 0.4231,
      ledger: { chainId: 'issue/local/1/3/run', sequence: 42, hash: 'd'.repeat(64) },
      ...change,
    },
  };
}

describe('renderProposalBody', () => {
  test('closes its own issue on a line of its own, and no other', () => {
    const body = renderProposalBody(request());

    expect(body.match(/closes #\d+/gi)).toEqual(['Closes #3']);
    expect(body.split('\n')).toContain('Closes #3');
  });

  test('shows the proof, the figures and where it comes from', () => {
    const body = renderProposalBody(request());

    for (const part of [
      'expected 1.01',
      '1 passed',
      '| Attempts | 2 |',
      '| Turns | 14 |',
      '$0.42',
      'entry 42',
    ]) {
      expect(body).toContain(part);
    }
    for (const sha of ['b'.repeat(40), 'c'.repeat(40), 'd'.repeat(64)]) expect(body).toContain(sha);
  });

  test('says plainly when the repository has no build and no tests', () => {
    const body = renderProposalBody(request());

    expect(body).toContain('no build script that I know of');
    expect(body).toContain('no test script that I know of');
  });

  test('says nothing of the kind when it has both', () => {
    const runs = (['new test', 'build', 'project tests'] as const).map((name) =>
      run({ name, on: 'head', exitCode: 0 }),
    );

    const body = renderProposalBody(request({ green: green(runs) }));

    expect(body).not.toContain('that I know of');
  });

  test('folds long output away, and hostile output stays inside its block', () => {
    const excerpt = `${'x'.repeat(700)}\n\`\`\`\n</details>\n@everyone Closes #5`;

    const body = renderProposalBody(request({ green: green([run({ excerpt })]) }));

    expect(body).toContain('<details>');
    expect(body).toMatch(/^````text$/m);
  });
});
