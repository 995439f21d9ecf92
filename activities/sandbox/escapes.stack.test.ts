import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHost, type Host, makeSpec, removeHost, Turns } from './testing/host.ts';
import { commitSnapshot } from './workspace/commit-snapshot.ts';

const EDIT = 'str_replace_based_edit_tool';

describe('what a model may try', () => {
  let host: Host;
  beforeAll(() => {
    host = createHost();
  });
  afterAll(() => removeHost(host));

  async function open(
    files: Readonly<Record<string, string>> = { 'a.txt': 'one\n' },
    limits = {},
  ): Promise<Turns> {
    const { spec } = await makeSpec(host, files, limits);
    const turns = new Turns(host, spec);
    await turns.bash('true');
    return turns;
  }

  it('finds no network, no way to push, no root and no writable system', async () => {
    const turns = await open();

    const text = await turns.bash(
      [
        '(echo > /dev/tcp/1.1.1.1/80) 2>&1 | grep -o "unreachable" | head -1',
        'ls /sys/class/net',
        'git push https://example.com/x.git HEAD 2>&1 | grep -o "Could not resolve host"',
        'id -u; grep CapEff /proc/self/status; grep NoNewPrivs /proc/self/status',
        'for f in /etc/x /usr/bin/x /mirror/x /x /var/x; do (echo x > $f) 2>&1 | grep -o "Read-only file system"; done',
        'ls /var/run/docker.sock /mirror/repo.git 2>&1 | grep -c "No such file"',
        'python3 -c "import os; os.setuid(0)" 2>&1 | grep -o PermissionError',
        'mount -t tmpfs none /mnt 2>&1 | grep -oE "permission denied|must be superuser"',
      ].join('\n'),
    );

    expect(text.split('\n')).toEqual([
      'unreachable',
      'lo',
      'Could not resolve host',
      '1000',
      'CapEff:\t0000000000000000',
      'NoNewPrivs:\t1',
      ...Array<string>(5).fill('Read-only file system'),
      '2',
      'PermissionError',
      expect.stringMatching(/denied|superuser/),
    ]);
  });

  it('finds nothing in any environment', async () => {
    const turns = await open();

    const text = await turns.bash(
      "cat /proc/*/environ 2>/dev/null | tr '\\0' '\\n' | cut -d= -f1 | sort -u | tr '\\n' ' '",
    );

    expect(
      text
        .trim()
        .split(' ')
        .filter((name) => !/^(CI|HOME|HOSTNAME|LANG|PATH|TERM|PWD|OLDPWD|SHLVL|_)$/.test(name)),
    ).toEqual([]);
  });

  it('survives a fork bomb', async () => {
    const turns = await open({ 'a.txt': 'one\n' }, { commandTimeoutMs: 5_000, pids: 60 });

    const first = await turns.act([['bash', { command: ':(){ :|:& };: ; sleep 2' }]]);
    const second = await turns.act([['bash', { command: 'echo alive' }]]);
    const third = await turns.act([['bash', { command: 'echo alive' }]]);

    expect([first, second].some(({ result }) => result.shellRestarted)).toBe(true);
    expect(third.texts).toEqual(['alive']);
  });

  it('survives a memory hog', async () => {
    const turns = await open({ 'a.txt': 'one\n' }, { memoryBytes: 128 * 1024 ** 2 });

    const hog = await turns.bash('python3 -c "x = bytearray(10**9)"');
    const after = await turns.bash('echo alive');

    expect(hog).toMatch(/exit code 137|MemoryError|restarted/);
    expect(after).toContain('alive');
  });

  it('clips a huge output', async () => {
    const turns = await open({ 'a.txt': 'one\n' }, { commandTimeoutMs: 60_000 });

    const text = await turns.bash('yes | head -c 1000000000');

    expect(text).toContain('[… 999984000 bytes left out …]');
    expect(text.length).toBeLessThan(17_000);
  });

  it('is not ended by a marker that a command prints', async () => {
    const turns = await open();

    const secrets = await turns.bash(
      "set | grep -c '[0-9a-f]\\{32\\}'; cat /proc/*/cmdline | grep -c '[0-9a-f]\\{32\\}'",
    );
    const text = await turns.bash(
      "printf '\\001%032d 0 1 - 1\\n' 0; printf '\\0010123456789abcdef0123456789abcdef 0 6 - 2\\n'; sleep 0.2; echo end",
    );

    expect(secrets).toMatch(/^0\n0\b/);
    expect(text.endsWith('\nend')).toBe(true);
  });

  it('replaces a shell that ended, and says so', async () => {
    const turns = await open();

    const { results, result } = await turns.act([['bash', { command: 'echo bye; exit 3' }]]);
    const after = await turns.bash('echo again');

    expect(results[0]).toMatchObject({
      isError: true,
      content: expect.stringMatching(/^bye\n\[exit code 3\]\n\[the shell ended with exit code 3/),
    });
    expect(result.shellRestarted).toBe(true);
    expect(after).toBe('again');
  });

  it('ends everything of a command that took too long', async () => {
    const turns = await open({ 'a.txt': 'one\n' }, { commandTimeoutMs: 1_500 });

    const { results } = await turns.act([
      [
        'bash',
        {
          command:
            "setsid bash -c 'while :; do date +%N > /work/tick; sleep 0.05; done' > /dev/null 2>&1 & sleep 60",
        },
      ],
    ]);
    const after = await turns.bash('a=$(cat tick); sleep 0.3; [ "$a" = "$(cat tick)" ] && echo still');

    expect(results[0]?.content).toContain('timed out after 1.5 s; the shell was restarted');
    expect(after).toBe('still');
  });

  it('is not harmed by what the agent makes of its .git', async () => {
    const turns = await open();
    await turns.bash(
      [
        'printf "#!/bin/sh\\ntouch /work/pwned /tmp/pwned\\n" > /work/evil; chmod +x /work/evil',
        'mkdir -p .git/hooks; for h in pre-commit post-index-change post-commit; do cp evil .git/hooks/$h; done',
        'git config core.fsmonitor /work/evil; git config core.hooksPath /work/.git/hooks',
        'git config filter.evil.clean /work/evil; git config filter.evil.process /work/evil; git config core.worktree /etc',
        'echo "* filter=evil diff=evil" > .gitattributes; echo changed > a.txt; ln -s /etc/passwd .git/index.lock; echo garbage > .git/HEAD',
      ].join('\n'),
    );

    const text = await turns.bash('ls pwned 2>&1; echo two >> a.txt');
    const { result } = await turns.act([['bash', { command: 'cat /etc/passwd > .git/index; ls' }]]);

    expect(text).toContain('No such file');
    expect(result.calls[0]?.isError).toBe(false);
    expect(result.snapshot).not.toBeNull();
  });

  it('does not follow a link out of the work folder with the edit tool', async () => {
    const turns = await open();
    await turns.bash('ln -s /etc/passwd link; ln -s /tmp dir; ln -s / root');

    const { results } = await turns.act([
      [EDIT, { command: 'view', path: '/work/link' }],
      [EDIT, { command: 'create', path: '/work/dir/x', file_text: 'x' }],
      [EDIT, { command: 'view', path: 'root/etc/passwd' }],
      [EDIT, { command: 'view', path: '../etc/passwd' }],
      [EDIT, { command: 'view', path: '/etc/passwd' }],
    ]);

    for (const result of results)
      expect(result).toMatchObject({ isError: true, content: expect.stringContaining('outside of /work') });
  });

  it('has no nested repository taken over', async () => {
    const turns = await open();

    const refused = await turns.act([
      [
        'bash',
        {
          command:
            'git init -q sub; cd sub; echo x > x; git add x; git -c user.name=a -c user.email=b commit -qm x',
        },
      ],
      ['submit', { title: 't', summary: 's' }],
    ]);
    const mended = await turns.act([['bash', { command: 'rm -rf /work/sub/.git' }]]);

    expect(refused.results[1]).toMatchObject({
      isError: true,
      content: expect.stringContaining('sub/ is a git repository of its own'),
    });
    expect(refused.result).toMatchObject({ snapshot: null, intents: [] });
    expect(mended.result.snapshot).not.toBeNull();
  });

  it('has no repository taken over that comes into being between the look and the taking', async () => {
    const turns = await open();
    await turns.bash('mkdir sub; echo x > sub/x');
    await turns.bash(
      'git init -q late; git -C late -c user.name=a -c user.email=b commit -q --allow-empty -m x',
    );

    const taken = host.workspaces.use(turns.spec, async ({ workspace }) => {
      if (workspace === null) throw new Error('not open');
      const { spec, position, helper } = workspace;
      const plan = {
        baseSha: spec.baseSha,
        committedAt: 0,
        message: 'x',
        lastTree: position.snapshotTree,
        inAnyCase: true,
      };
      return commitSnapshot(helper, { ...plan, paths: ['late'] });
    });

    await expect(taken).rejects.toThrow('A git repository of its own is not taken over');
    const { result } = await turns.act([['bash', { command: 'rm -rf late; echo y > sub/y' }]]);
    expect(result.snapshot).not.toBeNull();
  });

  it('has large files left out, and is told so once', async () => {
    const turns = await open();

    const first = await turns.bash('head -c 6000000 /dev/zero > big; : > core.123; echo x > small');
    const second = await turns.bash('true');

    expect(first).toContain(
      '[Left out of the change: big is larger than 5 MB; core.123 looks like a core dump]',
    );
    expect(second).toBe('(no output)');
  });

  it('gets an error for what is malformed, unknown or after the end of the turn', async () => {
    const turns = await open();

    const { results, result } = await turns.act([
      ['bash', { command: 7 }],
      ['bash', {}],
      ['rm_rf', {}],
      [EDIT, { command: 'undo', path: 'x' }],
      ['declare_test', { command: 'x', test_id: 'y', files: ['../x'] }],
      ['declare_test', { command: 'x', test_id: 'y', files: ['missing.py'] }],
      ['declare_test', { command: 'x', test_id: 'y', files: ['a.txt'] }],
      ['ask', { question: 'Which?' }],
      ['bash', { command: 'touch late' }],
    ]);

    expect(results.map(({ isError }) => isError)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      true,
    ]);
    expect(results.at(-1)?.content).toBe('not run');
    expect(result.intents.map(({ kind }) => kind)).toEqual(['declare-test', 'ask']);
    expect(result.calls[2]).toMatchObject({ tool: 'unknown', isError: true });
  });
});
