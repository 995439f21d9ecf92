import { createHmac } from 'node:crypto';
import { ensureGiteaUser } from '@fixpoint/local/platform/gitea-user.ts';
import { describe, expect, it } from 'vitest';
import { useInstallation } from './installation.ts';
import { type IssueOnForge, waitUntil } from './issue-on-forge.ts';
import { recordDeliveries } from './recorded-deliveries.ts';

const installation = useInstallation();
const bot = () => installation().platform.bot.login;

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
    const recorded = await recordDeliveries(issue.project, platform.webhookSecret, 'issue_comment');
    try {
      await issue.comment('/ai');
      const delivery = await recorded.next();
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
  it('ends the run, removes its container and says so', async () => {
    const issue = await installation().openIssue('fix-python');
    await installation().fault({ kind: 'hang', turn: 3 });
    await issue.comment('/ai');
    await waitUntil(
      () => installation().counts(),
      (counts): counts is typeof counts =>
        counts.some(({ turn, requests, answers }) => turn === 3 && requests > answers),
    );
    await issue.comment('/ai stop');
    const view = await issue.until('stopped');

    expect(view.reason).toContain('Stopped by');
    await waitUntil(
      () => ownComments(issue),
      (comments): comments is string[] => comments.some((body) => body.includes('stopped')),
    );
    expect(await issue.pulls()).toEqual([]);
    expect(await issue.project.call('GET', '/branches')).toHaveLength(1);
    expect(await containersOf(view.runId ?? '')).toEqual([]);
  });
});

async function containersOf(runId: string): Promise<unknown> {
  const { default: Docker } = await import('dockerode');
  const docker = new Docker({ socketPath: installation().platform.stack.endpoints.dockerSocketPath });
  const label = `fixpoint.instance=${installation().platform.profile.sandboxInstance}`;
  const containers = await docker.listContainers({ all: true, filters: { label: [label] } });
  return containers.filter(({ Labels }) => Object.values(Labels).includes(runId));
}
