import { ISSUE_STATES } from '@fixpoint/contracts/states.ts';
import { describe, expect, it } from 'vitest';
import { attemptDetails } from './attempt-details.ts';
import { issueDetails } from './issue-details.ts';
import { attemptView, failedReport, issueView } from './testing/samples.ts';

describe('issueDetails', () => {
  it.each(ISSUE_STATES)('says what %s means', (state) => {
    const [first] = issueDetails(issueView(state)).split('\n\n');

    expect(first).toMatch(new RegExp(`^\\*\\*Issue #5 of ada/shop\\*\\* is \\*\\*${state}\\*\\*: .+\\.$`));
  });

  it('leaves out what is not known yet', () => {
    expect(issueDetails(issueView('queued'))).not.toMatch(/null|undefined|false|Attempt|Branch|dropped/);
  });

  it('shows the proposal, the reason, the ledger and what was dropped', () => {
    const view = issueView('in-review', {
      attempt: 2,
      turns: 9,
      costUsd: 0.256,
      branch: 'fix/5-page',
      headSha: 'f'.repeat(40),
      proposal: { number: 7, url: 'http://forge/pulls/7' },
      reason: 'because',
      droppedInputs: 3,
    });

    const details = issueDetails(view);

    for (const shown of [
      'Attempt 2 · 9 turns · $0.26',
      'fix/5-page',
      'http://forge/pulls/7',
      'Reason: because',
    ])
      expect(details).toContain(shown);
    expect(details).toContain(`Ledger: 3 entries, head \`${'e'.repeat(64)}\``);
    expect(details).toContain('3 inputs were dropped');
  });
});

describe('attemptDetails', () => {
  it.each(['reproducing', 'fixing', 'checking'] as const)('shows %s', (state) => {
    expect(attemptDetails(attemptView(state))).toContain(`is **${state}** · 2 turns · $0.50`);
  });

  it('shows the last steps of a long attempt within what the Temporal UI takes', () => {
    const steps = Array.from({ length: 500 }, (_, index) => `${index + 1}. ✓ ${'x'.repeat(200)}`);

    const details = attemptDetails(attemptView('fixing', { steps }));

    expect(details).toContain('…and 460 earlier steps');
    expect(details).not.toContain('- 460. ');
    expect(details).toContain('- 500. ');
    expect(Buffer.byteLength(details)).toBeLessThan(20_000);
  });

  it('shows commands as they are, whatever Markdown would make of them', () => {
    const steps = ["1. ✓ $ find . -name '*.py' -not -name '*_test.py'", '2. ✗ $ echo `date`'];

    const details = attemptDetails(attemptView('fixing', { steps }));

    expect(details).toContain("- 1. ✓ `$ find . -name '*.py' -not -name '*_test.py'`");
    expect(details).toContain("- 2. ✗ `$ echo 'date'`");
  });

  it('says of each check whether it is as wanted', () => {
    const red = { ...failedReport('boom'), phase: 'red', passed: true, reason: null } as const;

    const details = attemptDetails(attemptView('checking', { red, green: failedReport('boom') }));

    expect(details).toContain('**Red run (the test fails without the fix): as wanted**');
    expect(details).toContain('not as wanted — A project test fails on the head.');
  });
});
