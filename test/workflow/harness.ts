import { readTemporalExecutable } from '@fixpoint/config/stack.ts';
import type { Command, CommandVerb, Fact, IssueInput } from '@fixpoint/contracts/commands.ts';
import { type IssueRef, issueWorkflowId } from '@fixpoint/contracts/ids.ts';
import { DEFAULT_RUN_LIMITS, type RunLimits } from '@fixpoint/contracts/limits.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { SEARCH_ATTRIBUTES } from '@fixpoint/contracts/search-attributes.ts';
import {
  type IssueView,
  type IssueWorkflowInput,
  QUERIES,
  SIGNALS,
  WORKFLOW_TYPES,
} from '@fixpoint/contracts/workflows.ts';
import { bundleWorkflows } from '@fixpoint/orchestrator/bundle-workflows.ts';
import { type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { FAKE_HOST_QUEUE, FakeFleets } from './fake-fleets.ts';
import { installQuietRuntime } from './quiet-runtime.ts';
import type { Scenario } from './scenario.ts';

export interface IssueUnderTest {
  readonly issue: IssueRef;
  readonly workflowId: string;
  readonly fleets: FakeFleets;
  /** Of the newest execution of the issue's workflow. */
  readonly handle: WorkflowHandle;
  command(
    verb: CommandVerb,
    by: string,
    options?: { text?: string; key?: string; at?: string },
  ): Promise<void>;
  fact(fact: Fact): Promise<void>;
  view(): Promise<IssueView>;
  /** Waits, bounded, until the view is as wanted. */
  until(wanted: (view: IssueView) => boolean, timeoutMs?: number): Promise<IssueView>;
}

export interface Harness {
  readonly environment: TestWorkflowEnvironment;
  readonly bundle: WorkflowBundleWithSourceMap;
  /** Runs one issue against scripted fleets; each has workers of its own, so tests do not meet. */
  withIssue(
    scenario: Scenario,
    body: (issue: IssueUnderTest) => Promise<void>,
    change?: WorkflowChange,
    boundMs?: number,
  ): Promise<void>;
  close(): Promise<void>;
}

/** How the workflows are started otherwise than usual. */
export interface WorkflowChange {
  readonly limits?: Partial<RunLimits>;
  readonly continueAsNewAfterInputs?: number;
  readonly continueAsNewAfterTurns?: number;
}

/** Without these a step costs 100 ms, and whatever is tried again waits for a second. */
const SERVER_SETTINGS = [
  'history.transferProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxTimeShift="10ms"',
];

const UNTIL_TIMEOUT_MS = 45_000;
/** Sooner than vitest gives a test up, which would leave its workers polling beside those of the next one. */
const BODY_TIMEOUT_MS = 55_000;

/** A real Temporal server of this test file alone, and the real workflows. */
export async function startHarness(): Promise<Harness> {
  installQuietRuntime();
  const environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: readTemporalExecutable() },
      searchAttributes: Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) =>
        defineSearchAttributeKey(name, type === 'Int' ? 'INT' : 'KEYWORD'),
      ),
      extraArgs: SERVER_SETTINGS.flatMap((setting) => ['--dynamic-config-value', setting]),
    },
  });
  const bundle = await bundleWorkflows(new DefaultLogger('ERROR'));
  let issues = 0;
  return {
    environment,
    bundle,
    close: () => environment.teardown(),
    withIssue: async (scenario, body, change = {}, boundMs = BODY_TIMEOUT_MS) => {
      issues += 1;
      const namespaceClient = environment.client;
      const fleets = new FakeFleets(scenario, namespaceClient);
      const workers = await Promise.all(
        [...Object.values(TASK_QUEUES), FAKE_HOST_QUEUE].map((taskQueue) =>
          Worker.create({
            connection: environment.nativeConnection,
            taskQueue,
            ...(taskQueue === TASK_QUEUES.orchestrator
              ? { workflowBundle: bundle }
              : { activities: fleets.activities(), maxHeartbeatThrottleInterval: 200 }),
          }),
        ),
      );
      const running = workers.map((worker) => worker.run());
      const issue = issueUnderTest(environment, fleets, issues, change);
      try {
        await within(boundMs, body(issue));
      } finally {
        await terminate(environment, issue.workflowId);
        for (const worker of workers) worker.shutdown();
        await Promise.all(running);
      }
    },
  };
}

async function within(boundMs: number, work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`It has not ended after ${boundMs} ms.`)), boundMs);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
    // What it still waits for is terminated below; nobody reads of that any more.
    work.catch(() => undefined);
  }
}

/**
 * What a failed test leaves behind must not wake up in the next one. The attempts are read from the history, which
 * unlike the server's list knows at once what was started.
 */
async function terminate({ client }: TestWorkflowEnvironment, workflowId: string): Promise<void> {
  const ended = (id: string) =>
    client.workflow
      .getHandle(id)
      .terminate()
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      });
  await ended(workflowId);
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const attempts = (events ?? []).flatMap(
    ({ startChildWorkflowExecutionInitiatedEventAttributes: child }) => child?.workflowId ?? [],
  );
  await Promise.all(attempts.map(ended));
}

function issueUnderTest(
  { client }: TestWorkflowEnvironment,
  fleets: FakeFleets,
  number: number,
  change: WorkflowChange,
): IssueUnderTest {
  const issue: IssueRef = {
    repository: { forgeKind: 'gitea', forgeInstance: 'test', repositoryId: '1', owner: 'ada', name: 'shop' },
    number,
  };
  const workflowId = issueWorkflowId(issue);
  const handle = client.workflow.getHandle(workflowId);
  let inputs = 0;

  async function send(
    content: IssueInput['content'],
    options: { key?: string; at?: string } = {},
  ): Promise<void> {
    inputs += 1;
    const input: IssueInput = {
      key: options.key ?? `test/${number}/${inputs}`,
      at: options.at ?? new Date(Date.UTC(2026, 0, 1) + inputs * 1_000).toISOString(),
      content,
    };
    const start: IssueWorkflowInput = {
      issue,
      ...change,
      limits: { ...DEFAULT_RUN_LIMITS, ...change.limits },
    };
    await client.workflow.signalWithStart(WORKFLOW_TYPES.issue, {
      workflowId,
      taskQueue: TASK_QUEUES.orchestrator,
      signal: SIGNALS.input,
      signalArgs: [input],
      args: [start],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  }

  const view = () => handle.query<IssueView>(QUERIES.view);
  return {
    issue,
    workflowId,
    fleets,
    handle,
    command: (verb, by, { text = '', ...options } = {}) => {
      const command: Command = { verb, text, issue, author: { id: by, login: by }, commentId: '10' };
      return send({ kind: 'command', command }, options);
    },
    fact: (fact) => send({ kind: 'fact', fact }),
    view,
    until: async (wanted, timeoutMs = UNTIL_TIMEOUT_MS) => {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const current = await view();
        if (wanted(current)) return current;
        if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(current)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}
