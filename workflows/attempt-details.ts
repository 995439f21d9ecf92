import type { CheckReport } from '@fixpoint/contracts/sandbox-activities.ts';
import type { AttemptView } from '@fixpoint/contracts/workflows.ts';

const STEPS_SHOWN = 40;

/** The Markdown that the Temporal UI shows for an attempt, for somebody who knows nothing of Fixpoint. */
export function attemptDetails(view: AttemptView): string {
  const hidden = view.steps.length - STEPS_SHOWN;
  return [
    `**Attempt ${view.attempt}** is **${view.state}** · ${view.turns} turns · $${view.costUsd.toFixed(2)}`,
    '',
    'The model first writes a test that fails, then the fix. Each step below is one tool call, run in a container.',
    '',
    ...(hidden > 0 ? [`…and ${hidden} earlier steps`, ''] : []),
    ...view.steps.slice(-STEPS_SHOWN).map((step) => `- ${step}`),
    ...checkLines('Red run (the test fails without the fix)', view.red),
    ...checkLines('Green run (everything passes with it)', view.green),
  ].join('\n');
}

function checkLines(title: string, report: CheckReport | null): string[] {
  if (!report) return [];
  return ['', `**${title}: ${report.passed ? 'as wanted' : `not as wanted — ${report.reason ?? ''}`}**`];
}
