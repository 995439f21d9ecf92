import type { CheckReport } from '@fixpoint/contracts/sandbox-activities.ts';
import type { AttemptView } from '@fixpoint/contracts/workflows.ts';

const STEPS_SHOWN = 40;

/** The Markdown that the Temporal UI shows for an attempt, for somebody who knows nothing of Fixpoint. */
export function attemptDetails(view: AttemptView): string {
  const hidden = view.steps.length - STEPS_SHOWN;
  return [
    `**Attempt ${view.attempt}** is **${view.state}** · ${view.turns} turns · $${view.costUsd.toFixed(2)}`,
    '',
    'The model first writes a test that fails, then the fix.',
    ...checkLines('Red run (the test fails without the fix)', view.red),
    ...checkLines('Green run (everything passes with it)', view.green),
    '',
    'Each step below is one tool call of the model, run in a container, with the number of its turn.',
    '',
    ...(hidden > 0 ? [`…and ${hidden} earlier steps`, ''] : []),
    ...view.steps.slice(-STEPS_SHOWN).map(stepLine),
  ].join('\n');
}

/** Commands as code: as Markdown, their stars and quotes would read as something else. */
function stepLine(step: string): string {
  const [, number = '', what = step] = /^(\d+\. [✓✗] )(.*)$/s.exec(step) ?? [];
  return `- ${number}\`${what.replaceAll('`', "'").replace(/\s+/g, ' ')}\``;
}

function checkLines(title: string, report: CheckReport | null): string[] {
  if (!report) return [];
  return ['', `**${title}: ${report.passed ? 'as wanted' : `not as wanted — ${report.reason ?? ''}`}**`];
}
