import { randomUUID } from 'node:crypto';
import { readStackConfig } from '@fixpoint/config/stack.ts';
import { type IssueRef, issueWorkflowId } from '@fixpoint/contracts/ids.ts';
import { DEFAULT_RUN_LIMITS } from '@fixpoint/contracts/limits.ts';
import { SEARCH_ATTRIBUTES } from '@fixpoint/contracts/search-attributes.ts';
import { ensureTemporalNamespace } from '@fixpoint/local/platform/temporal-namespace.ts';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IssueSignals } from './ports.ts';
import { createTemporalIssueSignals } from './temporal-issue-signals.ts';
import { commandInput } from './testing/command-input.ts';
import { REPOSITORY } from './testing/ingress-fixture.ts';

// Not the one of the installation that people use, whose runs `./fixpoint runs` lists.
const namespace = 'fixpoint-test-ingress';
// Nobody polls this queue: what Temporal has accepted stands in the history whether or not a worker runs.
const taskQueue = `test-ingress-${randomUUID()}`;
const started: string[] = [];
let connection: Connection;
let client: Client;
let signals: IssueSignals;

beforeAll(async () => {
  const { temporalAddress: address } = readStackConfig();
  await ensureTemporalNamespace(address, namespace);
  connection = await Connection.connect({ address });
  client = new Client({ connection, namespace });
  signals = createTemporalIssueSignals(client, { limits: DEFAULT_RUN_LIMITS, timeoutMs: 5_000, taskQueue });
});

afterAll(async () => {
  await Promise.allSettled(
    started.map((id) => client.workflow.getHandle(id).terminate('the test has ended')),
  );
  await connection.close();
});

it('starts the workflow of an issue with its first command, and signals it with the next ones', async () => {
  const issue = newIssue();
  const handle = client.workflow.getHandle(issueWorkflowId(issue));

  await signals.command(issue, commandInput(issue, 1));
  const { runId } = await handle.describe();
  await signals.command(issue, commandInput(issue, 2));

  const description = await handle.describe();
  expect(description.runId).toBe(runId);
  expect(description.type).toBe('issueWorkflow');
  expect(await signalCount(issue)).toBe(2);
});

it('shows the issue in the search attributes and the summary', async () => {
  const issue = newIssue();

  await signals.command(issue, commandInput(issue, 1));

  const description = await client.workflow.getHandle(issueWorkflowId(issue)).describe();
  const { state, forge, repository, issue: number } = SEARCH_ATTRIBUTES;
  const attributes = description.typedSearchAttributes;
  expect(attributes.get(defineSearchAttributeKey(state.name, 'KEYWORD'))).toBe('queued');
  expect(attributes.get(defineSearchAttributeKey(forge.name, 'KEYWORD'))).toBe('git.example');
  expect(attributes.get(defineSearchAttributeKey(repository.name, 'KEYWORD'))).toBe('ann/shop');
  expect(attributes.get(defineSearchAttributeKey(number.name, 'INT'))).toBe(issue.number);
  expect(await description.staticSummary()).toBe(`ann/shop #${issue.number}`);
});

it('starts a new execution when the one before has ended', async () => {
  const issue = newIssue();
  const handle = client.workflow.getHandle(issueWorkflowId(issue));
  await signals.command(issue, commandInput(issue, 1));
  const { runId } = await handle.describe();
  await handle.terminate('ended');

  await signals.command(issue, commandInput(issue, 2));

  expect((await handle.describe()).runId).not.toBe(runId);
});

it('delivers facts to a running workflow, and never starts one', async () => {
  const issue = newIssue();
  const workflowId = issueWorkflowId(issue);

  const before = await signals.fact(workflowId, commandInput(issue, 1));
  await signals.command(issue, commandInput(issue, 2));
  const running = await signals.fact(workflowId, commandInput(issue, 3));
  await client.workflow.getHandle(workflowId).terminate('ended');
  const ended = await signals.fact(workflowId, commandInput(issue, 4));

  expect([before, running, ended]).toEqual(['not-running', 'delivered', 'not-running']);
});

it('accepts 200 commands for one issue, 20 at a time', async () => {
  const issue = newIssue();

  for (let batch = 0; batch < 10; batch += 1) {
    const ids = Array.from({ length: 20 }, (_, index) => batch * 20 + index);
    await Promise.all(ids.map((id) => signals.command(issue, commandInput(issue, id))));
  }

  expect(await signalCount(issue)).toBe(200);
});

function newIssue(): IssueRef {
  const issue = { repository: { ...REPOSITORY, repositoryId: `test-${randomUUID()}` }, number: 3 };
  started.push(issueWorkflowId(issue));
  return issue;
}

async function signalCount(issue: IssueRef): Promise<number> {
  const { events } = await client.workflow.getHandle(issueWorkflowId(issue)).fetchHistory();
  return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
}
