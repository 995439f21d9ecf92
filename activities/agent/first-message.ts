import type { Brief } from '@fixpoint/contracts/agent-activities.ts';
import type { IssueText } from '@fixpoint/contracts/forge-activities.ts';
import type { RulesFile } from '@fixpoint/contracts/git-activities.ts';
import type { DeclaredTest, ProjectFacts } from '@fixpoint/contracts/project.ts';
import { delimited, neutralised, withoutHiddenText } from './untrusted-text.ts';

/** A comment, or the last line of an issue, that is nothing but a command tells the model nothing. */
const BARE_COMMAND = /^\s*\/ai(?:\s+(?:solve|go|stop|help))?\s*$/i;
const MAX_RULES_CHARACTERS = 40_000;
const MAX_ISSUE_CHARACTERS = 60_000;

export interface FirstMessage {
  readonly brief: Brief;
  readonly attempt: number;
  readonly issue: IssueText;
  readonly rules: readonly RulesFile[];
}

/** The text of the first message of an attempt. */
export function composeFirstMessage({ brief, attempt, issue, rules }: FirstMessage): string {
  const parts = [
    `Attempt ${attempt} of ${brief.maxAttempts}, of at most ${brief.maxTurns} answers. Solve this issue.`,
    issueReport(issue),
    ...rules.map(({ path, text }) =>
      delimited('project_rules', clipped(text, MAX_RULES_CHARACTERS), { path }),
    ),
    `<project_facts>\n${describeFacts(brief.facts)}\n</project_facts>`,
  ];
  if (brief.lesson !== null) parts.push(delimited('previous_attempt', brief.lesson), LESSON_HINT);
  if (brief.carriedTest !== null) parts.push(carriedTest(brief.carriedTest));
  return parts.join('\n\n');
}

const LESSON_HINT =
  'The attempt before failed as <previous_attempt> says. Its changes are gone. Do not repeat it: find what it got wrong first.';

function issueReport(issue: IssueText): string {
  const comments = issue.comments.filter(({ body }) => !BARE_COMMAND.test(body));
  const inside = [
    `<issue_title>${neutralised(withoutHiddenText(issue.title)).replaceAll(/\s+/g, ' ').trim()}</issue_title>`,
    delimited('issue_body', clipped(withoutLastCommand(withoutHiddenText(issue.body)), MAX_ISSUE_CHARACTERS)),
    ...comments.map(({ author, at, body }) =>
      delimited('issue_comment', clipped(withoutHiddenText(body), MAX_ISSUE_CHARACTERS), { author, at }),
    ),
  ];
  return `<issue_report>\n${inside.join('\n')}\n</issue_report>`;
}

function withoutLastCommand(body: string): string {
  const text = body.trimEnd();
  const lastLineAt = text.lastIndexOf('\n') + 1;
  return BARE_COMMAND.test(text.slice(lastLineAt)) ? text.slice(0, lastLineAt).trimEnd() : body;
}

function describeFacts(facts: ProjectFacts): string {
  const build =
    facts.buildCommand === null ? 'The project has no build command.' : `Build: ${facts.buildCommand}`;
  const test =
    facts.testCommand === null ? 'The project has no test command.' : `Tests: ${facts.testCommand}`;
  return `${neutralised(build)}\n${neutralised(test)}`;
}

function carriedTest(test: DeclaredTest): string {
  const text = `Command: ${test.command}\nTest: ${test.testId}\nFiles: ${test.files.join(', ')}`;
  return `${delimited('carried_test', text)}\n\nThis test proved the problem in the attempt before. Its files are in /work.`;
}

function clipped(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  return `${text.slice(0, maxCharacters)}\n[${text.length - maxCharacters} more characters left out]`;
}
