import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTerminalVariables } from '@fixpoint/config/issue-terminal.ts';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import { runInteractive } from './run-interactive.ts';

const CUT = '<!-- Everything from this line on is dropped. -->';

/**
 * Lets the user write in `$VISUAL` or `$EDITOR`; what they wrote, without the hint at its end.
 *
 * @throws UsageError when the editor fails, or nothing was written
 */
export async function writeInEditor(world: World, text: string, hint: string): Promise<string> {
  const { editor: command } = readTerminalVariables(world.environment);
  const folder = await mkdtemp(join(tmpdir(), 'issue-'));
  try {
    const file = join(folder, 'ISSUE.md');
    await writeFile(file, `${text}\n\n${CUT}\n<!-- ${hint} -->\n`, { mode: 0o600 });
    const exitCode = await runInteractive(world, { command, args: [file] });
    if (exitCode !== 0) {
      throw new UsageError(`The editor \`${command}\` ended with ${exitCode}; set $VISUAL or $EDITOR.`);
    }
    const written = (await readFile(file, 'utf8')).split(CUT)[0]?.trim() ?? '';
    if (written === '') throw new UsageError('Nothing was written, so nothing was done.');
    return written;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface WrittenIssue {
  readonly title: string;
  readonly body: string;
}

/** The first line is the title, as with a commit. @throws UsageError as `writeInEditor` */
export async function writeIssueInEditor(world: World, issue: WrittenIssue): Promise<WrittenIssue> {
  const text = `${issue.title}\n\n${issue.body}`.trim();
  const written = await writeInEditor(world, text, 'The first line is the title, the rest the description.');
  const [title = '', ...rest] = written.split('\n');
  return { title: title.replace(/^#+\s+/, '').trim(), body: rest.join('\n').trim() };
}
