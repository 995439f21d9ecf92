import type { CheckReport, CheckRun } from '@fixpoint/contracts/sandbox-activities.ts';

/** Imported by workflows: nothing of Node and no schemas here. */
const MAX_LESSON_CHARS = 4_000;
const MAX_FINDINGS = 8;
const MAX_FINDING_CHARS = 200;

/** The head and the tail of a text, with a note of how much was left out between them; at most `maxChars` long. */
export function clip(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const marker = `\n[… ${text.length} characters in all; the middle is left out …]\n`;
  if (marker.length >= maxChars) return text.slice(0, Math.max(0, maxChars)).toWellFormed();
  const kept = maxChars - marker.length;
  const headChars = Math.floor(kept / 3);
  // Cutting may part a surrogate pair, which no JSON or UTF-8 can hold.
  return `${text.slice(0, headChars)}${marker}${text.slice(text.length - (kept - headChars))}`.toWellFormed();
}

/** What the next attempt should know of a check: why it was refused and what the runs printed. At most 4,000 characters. */
export function lessonFrom(report: CheckReport): string {
  const wrong = report.runs.filter((run) => isWrong(run, report.phase));
  const lines = [
    ...(report.reason === null ? [] : [clip(report.reason, 500)]),
    ...report.findings.slice(0, MAX_FINDINGS).map((finding) => `- ${clip(finding, MAX_FINDING_CHARS)}`),
  ];
  const room = MAX_LESSON_CHARS - lines.join('\n').length;
  const roomForEach = Math.floor(room / Math.max(1, wrong.length)) - 1;
  return clip(
    [...lines, ...wrong.map((run) => clip(describe(run), roomForEach))].join('\n'),
    MAX_LESSON_CHARS,
  );
}

/** In the red phase the new test is to fail, by an assertion. */
function isWrong(run: CheckRun, phase: CheckReport['phase']): boolean {
  return run.outcome !== (phase === 'red' ? 'failed-by-assertion' : 'passed');
}

function describe(run: CheckRun): string {
  const where = run.on === 'base' ? 'before the change' : 'after the change';
  const exit = run.exitCode === null ? 'it was ended' : `exit code ${run.exitCode}`;
  return `The ${run.name} ${where}: ${run.outcome} (${exit}).\n$ ${clip(run.command, 200)}\n${run.excerpt}`;
}
