import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { useInstallation } from './installation.ts';
import { createFixtureProject, type FixtureProject, IssueOnForge } from './issue-on-forge.ts';
import { type RecordedDeliveries, type RecordedDelivery, recordDeliveries } from './recorded-deliveries.ts';
import { waitUntil } from './wait-until.ts';

const KEY = ['the', 'key', 'of', 'ingestion'].join('-');
const Answer = z.object({ number: z.number() });
const installation = useInstallation();

/** `issue serve` over the repository of a project, told by nothing but its environment, with the token of its developer. */
async function serve({ project }: FixtureProject): Promise<string> {
  const { stack } = installation().platform;
  const { owner, name: repo } = project.repository;
  const folder = mkdtempSync(join(tmpdir(), 'ingestion-'));
  const program = join(stack.paths.root, 'packages/issue-cli/main.ts');
  const serving = execa(process.execPath, [program, 'serve', '--port=0', '--format=ndjson'], {
    cwd: folder,
    extendEnv: false,
    env: {
      PATH: stack.settings.path,
      HOME: folder,
      ISSUE_CORE_BACKEND: 'gitea',
      ISSUE_CORE_URL: stack.endpoints.giteaUrl,
      ISSUE_CORE_OWNER: owner,
      ISSUE_CORE_REPO: repo,
      ISSUE_CORE_TOKEN: project.developer.token,
      ISSUE_CORE_API_KEY: KEY,
    },
  });
  onTestFinished(async () => {
    serving.kill('SIGTERM');
    await serving;
    rmSync(folder, { recursive: true });
  });
  // A loop would wait for its end.
  const { value: line = '' } = await serving[Symbol.asyncIterator]().next();
  return z.object({ url: z.string() }).parse(JSON.parse(line)).url;
}

async function ingest(url: string, task: object): Promise<number> {
  const answer = await fetch(`${url}/issues/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(task),
  });
  expect(answer.status, await answer.clone().text()).toBeLessThan(300);
  return Answer.parse(await answer.json()).number;
}

async function recordedOf({ project }: FixtureProject): Promise<RecordedDeliveries> {
  const recorded = await recordDeliveries(project, installation().platform.webhookSecret);
  onTestFinished(() => recorded.close());
  return recorded;
}

/** Sends a delivery again, and waits until something that was asked after it is answered. */
async function redeliver({ headers, body }: RecordedDelivery, issue: IssueOnForge): Promise<void> {
  const url = `${installation().platform.ingressUrl}/webhooks/gitea`;
  const { status } = await fetch(url, { method: 'POST', headers, body });
  expect(status).toBe(202);
  await issue.comment('/ai help');
  const isAnswered = () =>
    issue.comments().then((all) => all.some(({ body }) => body.includes('What I can do')));
  await waitUntil(isAnswered, (answered): answered is true => answered);
}

describe.each([
  { trigger: 'label', task: (body: string) => ({ description: body, labels: ['fixpoint', 'slugs'] }) },
  { trigger: 'text', task: (body: string) => ({ description: `${body}\n/ai`, labels: ['slugs'] }) },
])('a task that another system hands over, with the $trigger that asks for a run', ({ trigger, task }) => {
  it('becomes an issue, and that a tested pull request', async () => {
    const fixture = await createFixtureProject(installation().platform, 'fix-python');
    const { project, title, body } = fixture;
    const recorded = await recordedOf(fixture);
    const url = await serve(fixture);
    const source = { system: 'activity-core', run_id: 'run-1' };
    const spec = { id: `task-by-${trigger}`, title, source, ...task(body) };

    const number = await ingest(url, spec);
    const again = await ingest(url, spec);
    const issue = new IssueOnForge(
      project,
      { repository: project.repository, number },
      installation().client,
    );
    await issue.until('in-review', 'blocked');
    await redeliver(await recorded.ofIssue('opened', number), issue);
    const view = await issue.view();

    expect(again).toBe(number);
    expect(view).toMatchObject({ state: 'in-review', attempt: 1 });
    expect(view?.runId?.endsWith('.1')).toBe(true);
    const [pull, ...others] = await issue.pulls();
    expect(others).toEqual([]);
    expect(pull?.body).toMatch(new RegExp(`^Closes #${number}$`, 'm'));
    expect(await issue.labels()).toContain('slugs');
    expect(await project.call('GET', '/issues?state=all&type=issues')).toHaveLength(1);
  });
});

describe('the label that asks for a run, put there by a person', () => {
  it('starts one run, however often the issue is labelled and that is told', async () => {
    const fixture = await createFixtureProject(installation().platform, 'fix-python');
    const { project, title, body } = fixture;
    const recorded = await recordedOf(fixture);
    const { ref } = await project.openIssue(title, body);
    const issue = new IssueOnForge(project, ref, installation().client);
    const labelled = async (name: string) => {
      const { id } = z
        .object({ id: z.number() })
        .parse(await project.call('POST', '/labels', { name, color: '#0e8a16' }));
      await project.call('POST', `/issues/${ref.number}/labels`, { labels: [id] });
    };

    await labelled('fixpoint');
    await issue.untilItRuns();
    await labelled('urgent');
    await issue.until('in-review', 'blocked');
    await redeliver(await recorded.ofIssue('label_updated', ref.number), issue);
    const view = await issue.view();

    expect(view?.state).toBe('in-review');
    expect(view?.runId?.endsWith('.1')).toBe(true);
    expect(await issue.pulls()).toHaveLength(1);
    const reactions = await project.call('GET', `/issues/${ref.number}/reactions`);
    expect(reactions).toMatchObject([{ content: 'eyes' }]);
  });
});
