import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { emptyEnvironment, temporaryFolder } from '../config/testing/temporary-clone.ts';
import { BASH_SCRIPT } from './bash-script.ts';

/** Keeps what it is asked, and knows what the test says. */
const FAKE_ISSUE = '#!/bin/sh\nprintf "%s\\n" "$@" > asked\nprintf "$ISSUE_KNOWS\\n:4\\n"\n';
/** As bash calls it, after the script was read twice. */
const COMPLETE = `
  source completion.sh && source completion.sh
  COMP_LINE=$1 COMP_POINT=\${#1}; shift
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
  __issue_complete
  printf '%s\\n' "\${COMPREPLY[@]}"`;

async function complete(line: string, known: readonly string[], behindCursor = '') {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'issue'), FAKE_ISSUE, { mode: 0o755 });
  writeFileSync(join(folder, 'completion.sh'), BASH_SCRIPT);
  // Where bash takes a line apart by itself.
  const words = `${line}${behindCursor}`.split(/ |(?<=[=:])|(?=[=:])/);
  const environment = emptyEnvironment(folder);
  const { stdout, stderr } = await execa('bash', ['--norc', '-c', COMPLETE, 'bash', line, ...words], {
    cwd: folder,
    env: { ...environment, PATH: `${folder}:${environment.PATH}`, ISSUE_KNOWS: known.join('\\n') },
    extendEnv: false,
  });
  expect(stderr).toBe('');
  const asked = readFileSync(join(folder, 'asked'), 'utf8').split('\n').slice(2, -1);
  return { folder, replies: stdout.split('\n').filter((reply) => reply !== ''), asked };
}

describe('bash', () => {
  test.each([
    ['issue sho', ['show\\tan issue'], ['show'], ['sho']],
    ['issue show ', ['12\\tA title: with colon', '7\\t'], ['12', '7'], ['show', '']],
    ['issue list --label b', ['bug\\t', 'area\\t'], ['bug'], ['list', '--label', 'b']],
    ['issue list --label=b', ['bug\\t'], ['bug'], ['list', '--label=b']],
    ['issue list --label area:w', ['area:web\\t'], ['web'], ['list', '--label', 'area:w']],
    ['issue list --label=area:', ['area:web\\t'], ['web'], ['list', '--label=area:']],
    ['issue show x', [], [], ['show', 'x']],
  ] as const)('completes %j', async (line, known, replies, asked) => {
    expect(await complete(line, known)).toMatchObject({ replies, asked });
  });

  test('completes what stands before the cursor', async () => {
    expect(await complete('issue li', ['list\\tissues'], 'XX')).toMatchObject({
      replies: ['list'],
      asked: ['li'],
    });
  });

  test('runs nothing of what is typed', async () => {
    const { folder, asked } = await complete('issue show $(touch>pwned)', []);

    expect(asked).toEqual(['show', '$(touch>pwned)']);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });
});
