import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { Notice } from '@fixpoint/contracts/forge-activities.ts';
import { codeSpan, fencedBlock } from './fence.ts';
import { untrustedMarkdown } from './untrusted.ts';

const MAX_QUESTION_CHARS = 4_000;
const MAX_REASON_CHARS = 2_000;
const MAX_RESULT_CHARS = 600;
const MAX_EXCERPT_CHARS = 2_000;
const MAX_LOGIN_CHARS = 100;

const HELP = [
  '**What I can do**',
  '',
  '- `/ai` lets me solve this issue: I write a test that shows the problem, fix it, run all tests, and open a pull request.',
  '- `/ai` and some words tells me more, such as `/ai keep the old name working`.',
  '- `/ai go` lets me start for somebody who has no write access. Only people with write access can say it.',
  '- `/ai stop` stops me.',
  '- `/ai help` shows this.',
  '',
  'Write it at the start of a line, or `/ai` alone as the last word. I never merge: a person decides about each pull request.',
].join('\n');

/** A comment of its own, because edits notify nobody. Each says what happens next and what the reader can do. */
export function renderNotice(notice: Notice): string {
  switch (notice.kind) {
    case 'needs-go':
      return [
        `Thank you, ${codeSpan(notice.author, MAX_LOGIN_CHARS)}. You have no write access to this repository, so I wait until somebody who has it agrees.`,
        '',
        'If you have write access: comment `/ai go` to let me start. There is nothing else to do.',
      ].join('\n');
    case 'question':
      return [
        '**I have a question**',
        '',
        untrustedMarkdown(notice.question, MAX_QUESTION_CHARS),
        '',
        'Please answer in a comment that starts with `/ai`. I wait for it, and then go on.',
      ].join('\n');
    case 'blocked':
      return renderBlocked(notice);
    case 'proposed':
      return [
        `**A fix is ready: [pull request ${notice.proposalNumber}](${notice.proposalUrl})**`,
        '',
        'It says what was wrong, and shows the test failing before the fix and passing after it. Please review it: merge it if you like it, or close it if you do not.',
        '',
        'If something should be different, comment `/ai` and what it is, here and not on the pull request, which I do not read. I then try again.',
      ].join('\n');
    case 'stopped':
      return `${codeSpan(notice.by, MAX_LOGIN_CHARS)} asked me to stop, so I stopped. Nothing is left running. To start again, comment \`/ai\`.`;
    case 'nothing-to-stop':
      return 'Nothing is running here, so there is nothing to stop. To start, comment `/ai`.';
    case 'help':
      return HELP;
    default:
      return assertNever(notice);
  }
}

function renderBlocked({ reason, tried }: Extract<Notice, { kind: 'blocked' }>): string {
  const lines = ['**I could not solve this**', '', untrustedMarkdown(reason, MAX_REASON_CHARS)];
  if (tried.length > 0) lines.push('', 'What I tried, and what stood in the way:');
  for (const { attempt, result, excerpt } of tried) {
    lines.push(
      '',
      `**Attempt ${attempt}**: ${untrustedMarkdown(result.replace(/\s+/g, ' '), MAX_RESULT_CHARS)}`,
    );
    if (excerpt.trim() !== '') lines.push('', fencedBlock(excerpt, MAX_EXCERPT_CHARS));
  }
  lines.push(
    '',
    'What you can do: tell me more, such as the steps that show the problem, what you expected, or a smaller first step, in a comment that starts with `/ai`. I then try again. Or somebody can fix it by hand.',
  );
  return lines.join('\n');
}
