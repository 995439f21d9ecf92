import type { CheckReport } from '@fixpoint/contracts/sandbox-activities.ts';
import type { Platform } from '@fixpoint/local/platform/start-platform.ts';
import { renderDuration } from '../output/duration.ts';
import { whereToLook } from '../output/where-to-look.ts';
import type { SceneResult } from './run-scene.ts';

/** The one object that `--json` prints. */
export function demoJson(
  { issueUrl, view }: Pick<SceneResult, 'issueUrl' | 'view'>,
  elapsedMs: number,
): string {
  return JSON.stringify({
    issueUrl,
    pullRequestUrl: view.proposal?.url ?? null,
    state: view.state,
    reason: view.reason,
    branch: view.branch,
    baseSha: view.baseSha,
    headSha: view.headSha,
    attempts: view.attempt,
    turns: view.turns,
    tokens: view.usage,
    costUsd: view.costUsd,
    proof: { red: view.red, green: view.green },
    ledgerEntries: view.ledgerEntries,
    elapsedMs: Math.round(elapsedMs),
  });
}

/** What a person sees at the end of a demo. */
export function demoText(result: SceneResult, platform: Platform, elapsedMs: number): string {
  const { view, issueUrl, diff, runMs } = result;
  const { usage } = view;
  const tokens = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  return [
    '',
    ...section('The diff', diff),
    ...checkSection('Red: the new test without the fix', view.red),
    ...checkSection('Green: with the fix', view.green),
    `Issue         ${issueUrl}`,
    view.proposal
      ? `Pull request  ${view.proposal.url}`
      : `Ended         ${view.state}: ${view.reason ?? ''}`,
    `Attempts      ${view.attempt}, with ${view.turns} turns`,
    `Tokens        ${tokens} in, ${usage.outputTokens} out, $${view.costUsd.toFixed(4)}`,
    `Ledger        ${view.ledgerEntries} entries, head ${view.ledger.hash}`,
    `Elapsed       ${renderDuration(runMs)} from /ai to the end, ${renderDuration(elapsedMs)} in all`,
    '',
    'Where to look on:',
    `Login         ${result.project.developer.login}, password ${result.project.developer.password}`,
    whereToLook(platform.stack.endpoints),
  ].join('\n');
}

function checkSection(title: string, report: CheckReport | null): string[] {
  if (!report) return [];
  return report.runs.flatMap((run) =>
    section(`${title} — ${run.name} on the ${run.on}: ${run.outcome}`, `$ ${run.command}\n${run.excerpt}`),
  );
}

function section(title: string, text: string): string[] {
  if (!text) return [];
  const indented = text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`);
  return [title, ...indented, ''];
}
