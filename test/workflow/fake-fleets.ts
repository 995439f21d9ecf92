import type { AgentActivities, ThinkResult } from '@fixpoint/contracts/agent-activities.ts';
import type { BlobRef } from '@fixpoint/contracts/blobs.ts';
import { type ErrorCode, FixpointError } from '@fixpoint/contracts/errors.ts';
import type { ForgeActivities } from '@fixpoint/contracts/forge-activities.ts';
import type { GitActivities } from '@fixpoint/contracts/git-activities.ts';
import type { LedgerHead } from '@fixpoint/contracts/ledger.ts';
import type { LedgerActivities } from '@fixpoint/contracts/ledger-activities.ts';
import type {
  ActResult,
  CheckReport,
  SandboxActivities,
  Snapshot,
  WorkspaceSpec,
} from '@fixpoint/contracts/sandbox-activities.ts';
import { SIGNALS } from '@fixpoint/contracts/workflows.ts';
import { toApplicationFailure } from '@fixpoint/worker-kit/activity-interceptors.ts';
import { activityInfo, Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Scenario, ScriptedTurn } from './scenario.ts';

const blob: BlobRef = { sha256: 'b'.repeat(64), sizeBytes: 1 };
const snapshot: Snapshot = { sha: 'c'.repeat(40), bundle: blob };

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
  private readonly failed = new Map<string, number>();
  private openings = 0;

  constructor(scenario: Scenario, client: Client) {
    this.scenario = scenario;
    this.client = client;
  }

  count(activity: string, wanted: (request: never) => boolean = () => true): number {
    return this.calls.filter((call) => call.activity === activity && wanted(call.request as never)).length;
  }

  requests<Name extends keyof AllActivities>(activity: Name): Parameters<AllActivities[Name]>[0][] {
    return this.calls
      .filter((call) => call.activity === activity)
      .map((call) => call.request as Parameters<AllActivities[Name]>[0]);
  }

  activities(): AllActivities {
    return {
      acceptInput: async (request) => {
        this.called('acceptInput', request);
        const owner = `${request.owner.workflowId}/${request.owner.firstExecutionRunId}/${request.ordinal}`;
        if (!this.owners.has(request.key)) this.owners.set(request.key, owner);
        return { accepted: this.owners.get(request.key) === owner };
      },
      appendLedger: async (request) => {
        this.called('appendLedger', request);
        const chain = `${request.chain.workflowId}/${request.chain.firstExecutionRunId}`;
        const standing = this.heads.get(chain);
        if (standing && standing.sequence !== request.previous.sequence) throw failure('LEDGER_CONFLICT');
        const sequence = request.previous.sequence + request.records.length;
        const head = { sequence, hash: String(sequence).padStart(64, '0') };
        this.heads.set(chain, head);
        return head;
      },
      captureIssue: async (request) => {
        this.called('captureIssue', request);
        return { text: blob, title: 'The last page is missing', open: true };
      },
      readPermission: async (request) => {
        this.called('readPermission', request);
        return { canWrite: this.scenario.writers.includes(request.login) };
      },
      acknowledge: async (request) => this.called('acknowledge', request),
      upsertStatus: async (request) => {
        this.called('upsertStatus', request);
        return { commentId: '1', url: 'http://forge/comment/1' };
      },
      postNotice: async (request) => {
        this.called('postNotice', request);
        return { commentId: '2', url: 'http://forge/comment/2' };
      },
      setLabels: async (request) => this.called('setLabels', request),
      openProposal: async (request) => {
        this.called('openProposal', request);
        return { number: 7, url: 'http://forge/pulls/7' };
      },
      prepareBase: async (request) => {
        this.called('prepareBase', request);
        return {
          defaultBranch: 'main',
          baseSha: 'a'.repeat(40),
          bundle: blob,
          facts: { source: 'scripts', buildCommand: 'true', testCommand: 'true' },
          rules: null,
        };
      },
      pushBranch: async (request) => {
        this.called('pushBranch', request);
        return { branch: request.branch, headSha: request.headSha, outcome: 'pushed' };
      },
      think: async (request) => {
        this.called('think', request);
        return thought(this.turn(request.attempt, request.turn));
      },
      holdWorkspace: async ({ spec }) => await this.hold(spec),
      act: async (request) => {
        this.called('act', request);
        return await acted(this.turn(request.spec.attempt, request.turn));
      },
      runChecks: async (request) => {
        this.called('runChecks', request);
        return report(request.phase, this.scenario.check?.(request.spec.attempt, request.phase));
      },
      discardWorkspace: async (request) => this.called('discardWorkspace', request),
    };
  }

  private async hold(spec: WorkspaceSpec): Promise<void> {
    this.called('holdWorkspace', spec);
    this.openings += 1;
    const hostQueue = this.scenario.hostOf ? this.scenario.hostOf(this.openings) : FAKE_HOST_QUEUE;
    if (hostQueue === null) throw failure('WORKSPACE_LOST');
    const { workflowExecution } = activityInfo();
    await this.client.workflow
      .getHandle(workflowExecution?.workflowId ?? '')
      .signal(SIGNALS.workspaceReady, { attempt: spec.attempt, hostQueue });
    await untilCancelled();
  }

  private called(activity: string, request: unknown): void {
    this.calls.push({ activity, request });
    const wanted = this.scenario.failures?.[activity];
    const before = this.failed.get(activity) ?? 0;
    if (!wanted || before >= wanted.times) return;
    this.failed.set(activity, before + 1);
    throw failure(wanted.code);
  }

  private turn(attempt: number, turn: number): ScriptedTurn {
    const turns = this.scenario.attempts[Math.min(attempt, this.scenario.attempts.length) - 1] ?? [];
    return turns[turn - 1] ?? { kind: 'work' };
  }
}

export const FAKE_HOST_QUEUE = 'sandbox@fake';

function failure(code: ErrorCode): unknown {
  return toApplicationFailure(new FixpointError(code, 'as the scenario wants it'));
}

function thought(turn: ScriptedTurn): ThinkResult {
  return {
    model: 'scripted',
    prompt: blob,
    requestHash: 'd'.repeat(64),
    response: blob,
    calls: [{ toolUseId: 'call', tool: 'bash' }],
    excerpt: turn.kind,
    usage: { inputTokens: 10, outputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0 },
    costUsd: 0.01,
  };
}

async function acted(turn: ScriptedTurn): Promise<ActResult> {
  if (turn.kind === 'hang') await untilCancelled();
  return {
    results: blob,
    snapshot,
    shellRestarted: false,
    calls: [{ toolUseId: 'call', tool: 'bash', isError: false, summary: turn.kind, durationMs: 1 }],
    intents: turn.kind === 'intent' ? [turn.intent] : [],
  };
}

function report(phase: CheckReport['phase'], change: Partial<CheckReport> = {}): CheckReport {
  return { phase, passed: true, reason: null, runs: [], findings: [], ...change };
}

async function untilCancelled(): Promise<never> {
  const context = Context.current();
  const beating = setInterval(() => context.heartbeat(), 100);
  try {
    return await context.cancelled;
  } finally {
    clearInterval(beating);
  }
}
