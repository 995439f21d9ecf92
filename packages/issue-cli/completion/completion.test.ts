import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyEnvironment } from '../config/testing/temporary-clone.ts';
import { type IssueWorld, issueWorld } from '../testing/issue-world.ts';

const main = join(import.meta.dirname, '..', 'main.ts');

/** Patience is short and this machine may be busy: what is known is offered the next time at the latest. */
function offered({ folder }: IssueWorld, ...words: readonly string[]) {
  return expect.poll(() => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'complete', '--', ...words], {
      ...{ cwd: folder, env: emptyEnvironment(folder), encoding: 'utf8' },
    });
    if (status !== 0 || stderr !== '') throw new Error(`ended with ${status}: ${stderr}`);
    return stdout.split('\n').filter((line) => line.includes('\t'));
  });
}

describe('what a shell is offered', { timeout: 60_000 }, () => {
  test('is what the tracker and the configuration know', async () => {
    const world = issueWorld();
    await world.output('create', 'Login fails', '--label', 'bug', '--label', 'docs');
    await world.output('backend', 'add', 'here', 'local', '--path', '.issue-core/issues.db');

    await offered(world, 'show', '').toEqual(['1\tLogin fails']);
    await offered(world, 'edit', '1', '--backend=here', '--add-label', 'do').toEqual(['docs\t']);
    await offered(world, 'list', '--backend', '').toEqual(['here\tlocal']);
    await offered(world, 'list', '--state', 'in').toEqual(['in_progress\t']);
    await offered(world, 'list', '--ba').toEqual([expect.stringMatching(/^--backend\t/)]);
  });

  test('is filled in by bash, which runs nothing of it', async () => {
    const world = issueWorld();
    await world.output('create', 'A $(touch owned)', '--label', 'browser', '--label', '$(touch owned)');

    await expect.poll(() => completedByBash(world, 'issue show ')).toEqual(['1']);
    await expect.poll(() => completedByBash(world, 'issue list --label ')).toEqual(['browser']);
    await expect.poll(() => completedByBash(world, 'issue sync bi')).toEqual(['bidirectional']);
    expect(execFileSync('ls', { cwd: world.folder }).toString()).not.toContain('owned');
  });
});

test.each(['bash', 'zsh', 'fish'])('there is a script for %s', (shell) => {
  const { folder } = issueWorld();

  const script = execFileSync(process.execPath, [main, 'completion', shell], {
    ...{ cwd: folder, env: emptyEnvironment(folder), encoding: 'utf8' },
  });

  expect(script).toContain('issue complete --');
});

/** What bash would fill in at the end of this line, with the script of ours and `issue` on the path. */
function completedByBash({ folder }: IssueWorld, line: string): readonly string[] {
  const bin = join(folder, '.git', 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'issue'), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(bin, 'issue'), 0o755);
  const environment = emptyEnvironment(folder);
  const script = `
    source <(issue completion bash)
    read -r -a COMP_WORDS <<< "$1"
    [[ "$1" == *' ' ]] && COMP_WORDS+=('')
    COMP_LINE=$1 COMP_POINT=\${#1} COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
    __issue_complete
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const output = execFileSync('bash', ['-c', script, 'bash', line], {
    ...{ cwd: folder, env: { ...environment, PATH: `${bin}:${environment.PATH}` }, encoding: 'utf8' },
  });
  return output.split('\n').filter((word) => word !== '');
}
