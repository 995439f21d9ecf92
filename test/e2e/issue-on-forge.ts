import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalProject, type LocalProject } from '@fixpoint/cli/demo/local-project.ts';
import { type IssueRef, issueWorkflowId } from '@fixpoint/contracts/ids.ts';
import { SEARCH_ATTRIBUTES } from '@fixpoint/contracts/search-attributes.ts';
import { ISSUE_STATES, type IssueState } from '@fixpoint/contracts/states.ts';
import { type IssueView, QUERIES } from '@fixpoint/contracts/workflows.ts';
import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { z } from 'zod';
import { waitUntil } from './wait-until.ts';

const Comment = z.object({ id: z.number(), body: z.string(), user: z.object({ login: z.string() }) });
const Label = z.object({ name: z.string() });
const Pull = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string(),
  labels: z.array(Label),
  mergeable: z.boolean(),
  head: z.object({ ref: z.string(), sha: z.string() }),
  base: z.object({ ref: z.string() }),
});
const State = z.enum(ISSUE_STATES).nullable();
const IssueFixture = z.object({ title: z.string(), body: z.string(), repository: z.string() });

const MERGEABLE_TIMEOUT_MS = 20_000;

const stateKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.state.name, 'KEYWORD');

/** One issue in a repository of its own, as people and as an operator see it. */
export class IssueOnForge {
  readonly project: LocalProject;
  readonly ref: IssueRef;
  private readonly client: Client;

  constructor(project: LocalProject, ref: IssueRef, client: Client) {
    this.project = project;
    this.ref = ref;
    this.client = client;
  }

  async comment(body: string): Promise<string> {
    return await this.project.comment(this.ref.number, body);
  }

  /** Null while no workflow has started. */
  async view(): Promise<IssueView | null> {
    try {
      return await this.client.workflow.getHandle(issueWorkflowId(this.ref)).query<IssueView>(QUERIES.view);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }

  /** The state as the server itself has it: no worker is asked, so that it is known also while they are down. */
  async recordedState(): Promise<IssueState | null> {
    try {
      const { typedSearchAttributes } = await this.client.workflow
        .getHandle(issueWorkflowId(this.ref))
        .describe();
      return State.parse(typedSearchAttributes.get(stateKey) ?? null);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }

  /** Waits, bounded, until the issue has a run, or another one than before, and says which. */
  async untilItRuns(before: string | null = null): Promise<string> {
    const view = await waitUntil(
      () => this.view(),
      (seen): seen is IssueView & { runId: string } => !!seen?.runId && seen.runId !== before,
    );
    return view.runId;
  }

  /** Waits, bounded, until the issue is in one of the states. */
  async until(...states: readonly IssueView['state'][]): Promise<IssueView> {
    return await waitUntil(
      () => this.liveView(),
      (view): view is IssueView => view !== null && states.includes(view.state),
    );
  }

  /** A workflow that failed will not come to any state any more. */
  private async liveView(): Promise<IssueView | null> {
    const view = await this.view();
    if (!view) return null;
    const { status } = await this.client.workflow.getHandle(issueWorkflowId(this.ref)).describe();
    if (status.name === 'FAILED') throw new Error(`The workflow failed in ${JSON.stringify(view)}`);
    return view;
  }

  async comments(): Promise<z.infer<typeof Comment>[]> {
    return z.array(Comment).parse(await this.project.call('GET', `/issues/${this.ref.number}/comments`));
  }

  async labels(): Promise<string[]> {
    const labels = z.array(Label).parse(await this.project.call('GET', `/issues/${this.ref.number}/labels`));
    return labels.map(({ name }) => name);
  }

  async pulls(): Promise<z.infer<typeof Pull>[]> {
    return z.array(Pull).parse(await this.project.call('GET', '/pulls?state=all'));
  }

  /** Merges as a person would, who waits until Gitea has found out whether it can be. */
  async merge(pullNumber: number): Promise<void> {
    await waitUntil(
      async () => Pull.parse(await this.project.call('GET', `/pulls/${pullNumber}`)),
      (pull): pull is z.infer<typeof Pull> => pull.mergeable,
      { timeoutMs: MERGEABLE_TIMEOUT_MS },
    );
    await this.project.call('POST', `/pulls/${pullNumber}/merge`, { Do: 'merge' });
  }
}

export interface FixtureProject {
  readonly project: LocalProject;
  readonly title: string;
  readonly body: string;
}

/** A fresh repository, and the text of the issue that a fixture opens in it. */
export async function createFixtureProject(platform: Platform, fixture: string): Promise<FixtureProject> {
  const fixtures = join(platform.stack.paths.root, 'test/fixtures');
  const text = readFileSync(join(fixtures, 'issues', `${fixture}.json`), 'utf8');
  const { title, body, repository } = IssueFixture.parse(JSON.parse(text));
  const project = await createLocalProject(platform, join(fixtures, 'repositories', repository), fixture);
  return { project, title, body };
}

/** A fresh repository with the issue of a fixture in it; nobody has asked for anything yet. */
export async function openFixtureIssue(
  platform: Platform,
  client: Client,
  fixture: string,
): Promise<IssueOnForge> {
  const { project, title, body } = await createFixtureProject(platform, fixture);
  const { ref } = await project.openIssue(title, body);
  return new IssueOnForge(project, ref, client);
}
