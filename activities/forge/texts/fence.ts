import { clip } from './clip.ts';
import { stripInvisible } from './invisible.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours start with the escape character
const TERMINAL_CODE = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/g;

/** Output of a tool as a code block that nothing inside it can end. */
export function fencedBlock(output: string, maxChars: number): string {
  const text = clip(stripInvisible(output.replace(TERMINAL_CODE, '')).trim(), maxChars);
  const longest = [...text.matchAll(/`+/g)].reduce((length, [run]) => Math.max(length, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text === '' ? '(no output)' : text}\n${fence}`;
}

/** One line of code in running text. */
export function codeSpan(code: string, maxChars: number): string {
  const text = clip(stripInvisible(code).replace(/\s+/g, ' ').trim(), maxChars).replaceAll('`', "'");
  return `\`${text === '' ? '?' : text}\``;
}
