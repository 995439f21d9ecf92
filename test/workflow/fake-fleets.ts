import type { AgentActivities } from '@fixpoint/contracts/agent-activities.ts';
import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';
import type { ForgeActivities } from '@fixpoint/contracts/forge-activities.ts';
import type { GitActivities } from '@fixpoint/contracts/git-activities.ts';
import type { LedgerHead } from '@fixpoint/contracts/ledger.ts';
import type { LedgerActivities } from '@fixpoint/contracts/ledger-activities.ts';
import type { SandboxActivities, WorkspaceSpec } from '@fixpoint/contracts/sandbox-activities.ts';
import { SIGNALS } from '@fixpoint/contracts/workflows.ts';
import { toApplicationFailure } from '@fixpoint/worker-kit/activity-interceptors.ts';
import { activityInfo, Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { acted, BLOB, report, thought } from './fake-results.ts';
import type { Scenario, ScriptedTurn } from './scenario.ts';

export const FAKE_HOST_QUEUE = 'sandbox@fake';

type AllActivities = GitActivities & AgentActivities & SandboxActivities & ForgeActivities & LedgerActivities;

export interface RecordedCall {
  readonly activity: string;
  readonly request: unknown;
}

/** All fleets in one, scripted by a scenario. Only the ledger is strict: it refuses whatever does not fit its chain. */
export class FakeFleets {
  readonly calls: RecordedCall[] = [];
  private readonly scenario: Scenario;
  private readonly client: Client;
  private readonly owners = new Map<string, string>();
  private readonly heads = new Map<string, LedgerHead>();
  private readonly called = new Map<string, number>();
  private openings = 0;

  constructor(scenario: Scenario, client: Client) {
    this.scenario = scenario;
    this.client = client;
  }

  count(activity: string): number {
    return this.calls.filter((call) => call.activity === activity).length;
  }

  requests<Name extends keyof AllActivities>(activity: Name): Parameters<AllActivities[Name]>[0][] {
    return this.calls
      .filter((call) => call.activity === activity)
      .map((call) => call.request as Parameters<AllActivities[Name]>[0]);
  }

  /** Kinds of the new comments, in order. */
  get notices(): string[] {
    return this.requests('postNotice').map(({ notice }) => notice.kind);
  }

  activities(): AllActivities {
    const wrapped = Object.entries(this.behaviour()).map(([name, run]) => [
      name,
      async (request: never) => {
        await this.observe(name, request);
        return await run(request);
      },
    ]);
    return Object.fromEntries(wrapped) as AllActivities;
  }

  private behaviour(): AllActivities {
    return {
      acceptInput: async (request) => {
        const owner = `${request.owner.workflowId}/${request.owner.firstExecutionRunId}/${request.ordinal}`;
        if (!this.owners.has(request.key)) this.owners.set(request.key, owner);
        return { accepted: this.owners.get(request.key) === owner };
      },
      appendLedger: async (request) => {
        const chain = `${request.chain.workflowId}/${request.chain.firstExecutionRunId}`;
        const standing = this.heads.get(chain)?.sequence ?? 0;
        if (standing !== request.previous.sequence) throw failure('LEDGER_CONFLICT');
        const sequence = request.previous.sequence + request.records.length;
        const head = { sequence, hash: String(sequence).padStart(64, '0') };
        this.heads.set(chain, head);
        return head;
      },
      captureIssue: async () => ({
        text: BLOB,
        title: this.scenario.title ?? 'The last page is missing',
        open: true,
      }),
      readPermission: async ({ login }) => ({ canWrite: this.scenario.writers.includes(login) }),
      acknowledge: async () => undefined,
      upsertStatus: async () => ({ commentId: '1', url: 'http://forge/comment/1' }),
      postNotice: async () => ({ commentId: '2', url: 'http://forge/comment/2' }),
      setLabels: async () => undefined,
      openProposal: async () => {
        const number = 6 + this.count('openProposal');
        return { number, url: `http://forge/pulls/${number}` };
      },
      prepareBase: async () => ({
        defaultBranch: 'main',
        baseSha: 'a'.repeat(40),
        bundle: BLOB,
        facts: { source: 'scripts', buildCommand: 'true', testCommand: 'true' },
        rules: null,
      }),
      pushBranch: async ({ branch, headSha }) => ({ branch, headSha, outcome: 'pushed' }),
      think: async ({ attempt, turn }) => thought(this.scenario.excerpt ?? this.turn(attempt, turn).kind),
      holdWorkspace: async ({ spec }) => await this.hold(spec),
      act: async ({ spec, turn }) => {
        const scripted = this.turn(spec.attempt, turn);
        if (scripted.kind === 'hang') await untilCancelled();
        return acted(scripted, turn);
      },
      runChecks: async ({ spec, phase }) => report(phase, this.scenario.check?.(spec.attempt, phase)),
      discardWorkspace: async () => undefined,
    };
  }

  private async hold(spec: WorkspaceSpec): Promise<void> {
    this.openings += 1;
    const host = this.scenario.host?.(this.openings) ?? { kind: 'held', hostQueue: FAKE_HOST_QUEUE };
    if (host.kind === 'refused') throw failure(host.code);
    const hostQueue = host.kind === 'held' ? host.hostQueue : FAKE_HOST_QUEUE;
    const { workflowExecution } = activityInfo();
    await this.client.workflow
      .getHandle(workflowExecution?.workflowId ?? '')
      .signal(SIGNALS.workspaceReady, { attempt: spec.attempt, hostQueue });
    if (host.kind === 'held') return await untilCancelled();
    await host.after();
    throw failure('WORKSPACE_LOST');
  }

  private async observe(activity: string, request: unknown): Promise<void> {
    this.calls.push({ activity, request });
    await this.scenario.before?.(activity, request);
    if (this.scenario.hangs?.includes(activity)) await untilCancelled();
    const wanted = this.scenario.failures?.[activity];
    if (!wanted || wanted.only?.(request) === false) return;
    const before = this.called.get(activity) ?? 0;
    this.called.set(activity, before + 1);
    const first = wanted.after ?? 0;
    if (before >= first && before < first + wanted.times) throw failure(wanted.code, wanted.retryAfterMs);
  }

  private turn(attempt: number, turn: number): ScriptedTurn {
    const turns = this.scenario.attempts[Math.min(attempt, this.scenario.attempts.length) - 1] ?? [];
    return turns[turn - 1] ?? { kind: 'work' };
  }
}

/** Without a delay of its own a failure would be tried again after half a second and more each time. */
function failure(code: ErrorCode, retryAfterMs = 1): unknown {
  return toApplicationFailure(new FixpointError(code, 'as the scenario wants it', { retryAfterMs }));
}

export async function untilCancelled(): Promise<never> {
  const context = Context.current();
  const beating = setInterval(() => context.heartbeat(), 100);
  try {
    return await context.cancelled;
  } finally {
    clearInterval(beating);
  }
}
