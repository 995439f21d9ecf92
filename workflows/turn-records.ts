import type { ThinkResult } from '@fixpoint/contracts/agent-activities.ts';
import type { JsonObject } from '@fixpoint/contracts/json.ts';
import type { ActResult, CheckReport } from '@fixpoint/contracts/sandbox-activities.ts';
import type { LedgerWriter } from './ledger-writer.ts';

/** The ledger's entries for one model answer: what was asked and what came back, by content address. */
export function recordThought(ledger: LedgerWriter, turn: number, thought: ThinkResult): void {
  ledger.add('prompt', { turn, requestHash: thought.requestHash, prompt: { ...thought.prompt } });
  ledger.add('response', {
    turn,
    model: thought.model,
    response: { ...thought.response },
    usage: { ...thought.usage },
    costUsd: thought.costUsd,
    modelDurationMs: thought.modelDurationMs,
  });
}

export function recordActed(ledger: LedgerWriter, turn: number, acted: ActResult): void {
  for (const call of acted.calls) {
    ledger.add('tool-call', { turn, toolUseId: call.toolUseId, tool: call.tool, summary: call.summary });
  }
  ledger.add('tool-result', {
    turn,
    results: { ...acted.results },
    snapshot: acted.snapshot?.sha ?? null,
    shellRestarted: acted.shellRestarted,
    errors: acted.calls.filter((call) => call.isError).map((call) => call.toolUseId),
  });
}

export function recordVerdict(ledger: LedgerWriter, turn: number, report: CheckReport): void {
  ledger.add('verdict', { turn, ...reportBody(report) });
}

function reportBody(report: CheckReport): JsonObject {
  return {
    phase: report.phase,
    passed: report.passed,
    reason: report.reason,
    findings: [...report.findings],
    runs: report.runs.map(({ name, on, command, exitCode, outcome, output }) => ({
      name,
      on,
      command,
      exitCode,
      outcome,
      output: { ...output },
    })),
  };
}
