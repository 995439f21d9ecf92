import { chainOf } from '@fixpoint/cli/ledger/chain-of.ts';
import { verifyIssue } from '@fixpoint/cli/ledger/verify-issue.ts';
import { issueWorkflowId } from '@fixpoint/contracts/ids.ts';
import { databaseUrl } from '@fixpoint/local/platform/profile.ts';
import { openStore } from '@fixpoint/store/connect.ts';
import { KEEP_ALL } from '@fixpoint/store/redaction.ts';
import { describe, expect, it } from 'vitest';
import { useInstallation } from './installation.ts';

const installation = useInstallation();

describe.each([
  { fixture: 'fix-python', changed: 'slugify/truncate.py', test: 'tests/test_truncate.py' },
  { fixture: 'fix-node', changed: 'src/money.js', test: 'test/money.test.js' },
])('/ai on a bug: $fixture', ({ fixture, changed, test }) => {
  it('becomes a tested pull request', async () => {
    const issue = await installation().openIssue(fixture);
    await issue.comment('/ai');
    const view = await issue.until('in-review', 'blocked');

    expect(view).toMatchObject({ state: 'in-review', attempt: 1 });
    const [pull, ...others] = await issue.pulls();
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ base: { ref: 'main' }, head: { ref: view.branch, sha: view.headSha } });
    expect(pull?.head.ref).toMatch(new RegExp(`^fix/${issue.ref.number}-[a-z0-9-]+$`));
    expect(pull?.labels.map(({ name }) => name)).toEqual(['agent-review']);
    expect(pull?.body).toMatch(new RegExp(`^Closes #${issue.ref.number}$`, 'm'));
    for (const said of [view.baseSha, view.headSha, view.red?.runs[0]?.command])
      expect(pull?.body).toContain(said);

    const diff = String(await issue.project.call('GET', `/pulls/${pull?.number}.diff`));
    expect(diff).toContain(changed);
    expect(diff).toContain(test);
    expect(view.red?.runs.map(({ outcome }) => outcome)).toEqual(['failed-by-assertion']);
    expect(view.green?.runs.every(({ outcome }) => outcome === 'passed')).toBe(true);
  });
});

describe('what an issue author sees', () => {
  it('is one status comment, one comment that notifies, and 👀', async () => {
    const issue = await installation().openIssue('fix-python');
    const commentId = await issue.comment('/ai');
    const view = await issue.until('in-review', 'blocked');

    const bot = installation().platform.bot.login;
    const ownComments = async () => (await issue.comments()).filter(({ user }) => user.login === bot);
    // The status comment is edited beside the work, a moment after the state is reached.
    await expect.poll(async () => (await ownComments())[0]?.body, { timeout: 15_000 }).toContain('in-review');
    const own = await ownComments();
    expect(own).toHaveLength(2);
    expect(own[1]?.body).toContain(view.proposal?.url);
    const reactions = await issue.project.call('GET', `/issues/comments/${commentId}/reactions`);
    expect(reactions).toMatchObject([{ content: 'eyes' }]);
  });

  it('finds the issue closed and Fixpoint at rest after the merge', async () => {
    const issue = await installation().openIssue('fix-python');
    await issue.comment('/ai');
    const { proposal } = await issue.until('in-review', 'blocked');
    await issue.merge(proposal?.number ?? 0);

    const view = await issue.until('merged', 'closed');
    expect(view.state).toBe('merged');
    expect(await issue.project.call('GET', `/issues/${issue.ref.number}`)).toMatchObject({ state: 'closed' });
  });
});

describe('the ledger of a run', () => {
  it('verifies with its attempts, and its head at the time is in the pull request', async () => {
    const issue = await installation().openIssue('fix-python');
    await issue.comment('/ai');
    await issue.until('in-review', 'blocked');

    const { stack, profile } = installation().platform;
    const store = await openStore(databaseUrl(stack.endpoints.storeUrl, profile), { appName: 'e2e' });
    try {
      const chain = await chainOf(installation().client, issueWorkflowId(issue.ref));
      const verify = () => verifyIssue(installation().client, store.ledger(KEEP_ALL), chain);
      // The state of the view is set a moment before its entry is written.
      const missing = async () => {
        const written = (await verify()).reduce((sum, { entries }) => sum + entries, 0);
        return written - ((await issue.view())?.ledgerEntries ?? 0);
      };
      await expect.poll(missing, { timeout: 10_000 }).toBe(0);
      const verified = await verify();
      expect(verified.map(({ verdict }) => verdict.valid)).toEqual([true, true]);
      const hashes: string[] = [];
      for await (const entry of store.ledger(KEEP_ALL).read(chain)) hashes.push(entry.hash);
      const [pull] = await issue.pulls();
      expect(hashes.filter((hash) => pull?.body.includes(hash))).toHaveLength(1);
    } finally {
      await store.close();
    }
  });
});
