import { createHmac } from 'node:crypto';
import { ensureGiteaUser } from '@fixpoint/local/platform/gitea-user.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { useInstallation } from './installation.ts';
import type { IssueOnForge } from './issue-on-forge.ts';
import { onEngine } from './on-engine.ts';
import { recordDeliveries } from './recorded-deliveries.ts';
import { waitUntil } from './wait-until.ts';

const installation = useInstallation();
const bot = () => installation().platform.bot.login;

afterEach(() => installation().clearFaults());

async function ownComments(issue: IssueOnForge): Promise<string[]> {
  return (await issue.comments()).filter(({ user }) => user.login === bot()).map(({ body }) => body);
}

describe('who may start a run', () => {
  it('makes somebody without write access wait for /ai go', async () => {
    const { stack, profile } = installation().platform;
    const stranger = await ensureGiteaUser(stack.endpoints, profile.folder, 'bob-e2e');
    const issue = await installation().openIssue('fix-python');
    await issue.project.comment(issue.ref.number, '/ai', stranger);
    const [waiting] = await waitUntil(
      () => ownComments(issue),
      (comments): comments is [string] => comments.length > 0,
    );

    expect(waiting).toContain('/ai go');
    expect((await issue.view())?.state).toBe('queued');
    await issue.comment('/ai go');
    const view = await issue.until('in-review', 'blocked');
    expect(view.state).toBe('in-review');
  });
});

describe('a webhook that comes again', () => {
  it('changes nothing, during the run and after it', async () => {
    const { platform } = installation();
    const issue = await installation().openIssue('fix-python');
    const recorded = await recordDeliveries(issue.project, platform.webhookSecret);
    try {
      const delivery = await recorded.ofComment(await issue.comment('/ai'));
      const again = () =>
        fetch(`${platform.ingressUrl}/webhooks/gitea`, {
          method: 'POST',
          headers: delivery.headers,
          body: delivery.body,
        });

      const during = await Promise.all([again(), again(), again()]);
      const view = await issue.until('in-review', 'blocked');
      const after = await again();

      expect([...during, after].map(({ status }) => status)).toEqual([202, 202, 202, 202]);
      expect(view.runId?.endsWith('.1')).toBe(true);
      expect(await issue.pulls()).toHaveLength(1);
      expect(await ownComments(issue)).toHaveLength(2);
    } finally {
      await recorded.close();
    }
  });

  it('is refused when it is not signed with our secret', async () => {
    const body = JSON.stringify({ action: 'created' });
    const signature = createHmac('sha256', 'not the secret').update(body).digest('hex');
    const response = await fetch(`${installation().platform.ingressUrl}/webhooks/gitea`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-gitea-event': 'issue_comment',
        'x-gitea-signature': signature,
      },
      body,
    });

    expect(response.status).toBe(401);
  });
});

describe('/ai stop in the middle', () => {
  it('ends the run, removes its containers and volumes, and says so in the status and in a comment', async () => {
    const { platform, fault } = installation();
    const issue = await installation().openIssue('fix-python');
    await fault({ kind: 'hang', turn: 3 });
    await issue.comment('/ai');
    const runId = await issue.untilItRuns();
    await installation().untilItHangs(runId, 3);
    const before = await onEngine(platform, runId);
    await issue.comment('/ai stop');
    const view = await issue.until('stopped');
    const after = await onEngine(platform, runId);

    expect(before.containers).toHaveLength(2);
    expect(before.volumes).toHaveLength(1);
    expect(after).toEqual({ containers: [], volumes: [] });
    expect(view).toMatchObject({ runId, reason: `Stopped by ${issue.project.developer.login}.` });
    const status = await untilOwnComment(issue, `status/${runId}`, '**Fixpoint: stopped**');
    expect(status).not.toContain('/ai stop');
    await untilOwnComment(issue, `notice/stopped/${runId}`, 'asked me to stop, so I stopped');
    expect(await ownComments(issue)).toHaveLength(2);
    expect(await issue.pulls()).toEqual([]);
    expect(await issue.project.call('GET', '/branches')).toHaveLength(1);
  });
});

/** Waits, bounded, until our comment under this key says something. */
async function untilOwnComment(issue: IssueOnForge, key: string, text: string): Promise<string> {
  const [found = ''] = await waitUntil(
    async () => (await ownComments(issue)).filter((body) => body.startsWith(`<!-- fixpoint:${key} -->`)),
    (comments): comments is string[] => comments.some((body) => body.includes(text)),
    { timeoutMs: 30_000 },
  );
  return found;
}
