import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HELP_EXAMPLES } from './help-examples.ts';
import { type IssueWorld, issueWorld } from './testing/issue-world.ts';

const ISSUES = 12;
/** What has to be there for an example to make sense. */
const SET_UP: Readonly<Record<string, readonly string[]>> = {
  reopen: ['issue close 12'],
  heartbeat: ['issue claim 12 --agent=coder-1'],
  release: ['issue claim 12 --agent=coder-1'],
  'sync pull': ['issue backend add production local', 'issue backend add backup local'],
  'sync push': ['issue backend add production local', 'issue backend add backup local'],
  'sync bidirectional': ['issue backend add production local', 'issue backend add backup local'],
};

/** The words of a command line, as a shell takes them apart. */
function wordsOf(line: string): readonly string[] {
  const print = 'const { argv } = process; console.log(JSON.stringify(argv.slice(1)))';
  const script = `set -f; issue() { "${process.execPath}" -e '${print}' -- "$@"; }; ${line}`;
  return JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8' }));
}

async function worldWithIssues(): Promise<IssueWorld> {
  const world = issueWorld({ origin: 'https://github.com/ada/engine' });
  writeFileSync(join(world.folder, 'report.md'), 'It takes long.\n');
  const environment = { ISSUE_CORE_BACKEND: 'local' };
  for (let number = 1; number <= ISSUES; number += 1)
    expect((await world.run(['create', `Issue ${number}`], { environment })).exitCode).toBe(0);
  return world;
}

test.each(Object.entries(HELP_EXAMPLES))('the examples of issue %s work as printed', async (path, lines) => {
  const world = await worldWithIssues();
  const configures = /^(backend|config|sync) /.test(path);
  const environment: Record<string, string> = configures ? {} : { ISSUE_CORE_BACKEND: 'local' };

  for (const line of [...(SET_UP[path] ?? []), ...lines]) {
    const ran = await world.run(wordsOf(line), { environment });
    expect(ran, line).toMatchObject({ exitCode: 0 });
  }

  const help = await world.output(...path.split(' '), '--help');
  for (const line of lines) {
    expect(line.startsWith(`issue ${path}`)).toBe(true);
    expect(help).toContain(`\n  ${line}\n`);
  }
});
