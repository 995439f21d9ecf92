import type { Notice, RunStatus } from '@fixpoint/contracts/forge-activities.ts';
import { ISSUE_STATES } from '@fixpoint/contracts/states.ts';
import { describe, expect, test } from 'vitest';
import { renderNotice } from './notices.ts';
import { renderStatus } from './status.ts';

const NOTICES: readonly Notice[] = [
  { kind: 'needs-go', author: 'alice' },
  { kind: 'question', question: 'Tabs or spaces?' },
  {
    kind: 'blocked',
    reason: 'The test stayed red.',
    tried: [{ attempt: 1, result: 'refused', excerpt: 'E  1 != 2' }],
  },
  { kind: 'stopped', by: 'alice' },
  { kind: 'nothing-to-stop' },
  { kind: 'help' },
];

describe('renderNotice', () => {
  test.each(NOTICES)('$kind says what the reader can do', (notice) => {
    const text = renderNotice(notice);

    expect(text).toContain('/ai');
  });

  test('a proposal is linked, and left to a person', () => {
    const text = renderNotice({
      kind: 'proposed',
      proposalUrl: 'https://forge/o/r/pulls/4',
      proposalNumber: 4,
    });

    expect(text).toContain('[pull request 4](https://forge/o/r/pulls/4)');
    expect(text).toContain('review');
  });

  test('a blocked run shows what was tried and what failed', () => {
    const text = renderNotice(NOTICES[2] ?? { kind: 'help' });

    expect(text).toContain('The test stayed red.');
    expect(text).toContain('**Attempt 1**: refused');
    expect(text).toContain('E  1 != 2');
  });

  test('the words of the model mention nobody', () => {
    const text = renderNotice({ kind: 'question', question: '@alice, is this right? <!-- fixpoint:x -->' });

    expect(text).toContain('`@alice`');
    expect(text).not.toContain('<!--');
  });
});

describe('renderStatus', () => {
  const status: RunStatus = {
    state: 'fixing',
    attempt: 1,
    maxAttempts: 3,
    turns: 4,
    costUsd: 0.001,
    proposalUrl: null,
  };

  test.each(ISSUE_STATES)('names %s by its own word', (state) => {
    const text = renderStatus({ ...status, state });

    expect(text).toContain(`**Fixpoint: ${state}**`);
  });

  test('shows the figures of a run, and how to stop it', () => {
    const text = renderStatus(status);

    expect(text).toContain('Attempt 1 of 3, 4 turns, less than $0.01 so far.');
    expect(text).toContain('`/ai stop`');
  });
});
