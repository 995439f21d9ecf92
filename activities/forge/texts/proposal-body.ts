import type { OpenProposalRequest } from '@fixpoint/contracts/forge-activities.ts';
import type { CheckReport, CheckRun } from '@fixpoint/contracts/sandbox-activities.ts';
import { formatCost } from './cost.ts';
import { codeSpan, fencedBlock } from './fence.ts';
import { untrustedMarkdown } from './untrusted.ts';

const MAX_SUMMARY_CHARS = 10_000;
const MAX_FINDING_CHARS = 500;
const MAX_COMMAND_CHARS = 500;
/** Longer output is folded away. */
const OPEN_OUTPUT_CHARS = 600;
const MAX_OUTPUT_CHARS = 4_000;

/** What a reviewer needs: what changed and why, the proof, how it was checked, and where it came from. */
export function renderProposalBody({ issue, content, baseSha, headSha }: OpenProposalRequest): string {
  const { ledger } = content;
  return [
    untrustedMarkdown(content.summary, MAX_SUMMARY_CHARS),
    '',
    `Closes #${issue.number}`,
    '',
    '## What was wrong',
    '',
    'The new test fails on the code as it was. Its output:',
    '',
    ...renderRuns(content.red.runs),
    '',
    '## What shows that it is solved',
    '',
    'The same test passes with this change. Its output, and that of the checks of the project:',
    '',
    ...renderRuns(content.green.runs),
    '',
    '## How it was checked',
    '',
    'Each check ran in a fresh container without network, on committed files only.',
    ...renderCommands(content.green),
    ...renderFindings(content),
    '',
    '## Where it comes from',
    '',
    '| | |',
    '| --- | --- |',
    `| Attempts | ${content.attempts} |`,
    `| Turns | ${content.turns} |`,
    `| Cost | ${formatCost(content.costUsd)} |`,
    `| Base | ${codeSpan(baseSha, 64)} |`,
    `| Head | ${codeSpan(headSha, 64)} |`,
    `| Ledger | ${codeSpan(ledger.chainId, 300)}, entry ${ledger.sequence}, ${codeSpan(ledger.hash, 64)} |`,
    '',
    'Fixpoint wrote this; a person has to review it. Merge it if you like it. If you close it, nothing else happens.',
    `If something should be different, comment \`/ai\` and what it is on #${issue.number}: I do not read comments here.`,
  ].join('\n');
}

function renderRuns(runs: readonly CheckRun[]): readonly string[] {
  return runs.flatMap((run, index) => [...(index === 0 ? [] : ['']), ...renderRun(run)]);
}

function renderRun(run: CheckRun): readonly string[] {
  const title = `${run.name} on the ${run.on}: ${run.outcome}${run.exitCode === null ? '' : `, exit code ${run.exitCode}`}`;
  const output = fencedBlock(run.excerpt, MAX_OUTPUT_CHARS);
  if (run.excerpt.length <= OPEN_OUTPUT_CHARS) return [`**${title}**`, '', output];
  // The blank lines make the forges read Markdown inside of the HTML.
  return ['<details>', `<summary>${title}</summary>`, '', output, '', '</details>'];
}

function renderCommands({ runs }: CheckReport): readonly string[] {
  const lines = [
    '',
    ...runs.map(({ name, command }) => `- ${name}: ${codeSpan(command, MAX_COMMAND_CHARS)}`),
  ];
  if (!runs.some(({ name }) => name === 'build')) {
    lines.push('- This repository has no build script that I know of, so nothing was built.');
  }
  if (!runs.some(({ name }) => name === 'project tests')) {
    lines.push('- This repository has no test script that I know of, so only the new test was run.');
  }
  return lines;
}

function renderFindings({
  red,
  green,
}: {
  readonly red: CheckReport;
  readonly green: CheckReport;
}): readonly string[] {
  const findings = [...new Set([...red.findings, ...green.findings])];
  if (findings.length === 0) return [];
  const lines = findings.map(
    (finding) => `- ${untrustedMarkdown(finding.replace(/\s+/g, ' '), MAX_FINDING_CHARS)}`,
  );
  return ['', 'Please look at these in particular:', '', ...lines];
}
