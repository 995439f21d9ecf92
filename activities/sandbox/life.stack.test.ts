import type { WorkspaceSpec } from '@fixpoint/contracts/sandbox-activities.ts';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discardWorkspace } from './discard-workspace.ts';
import { labelFilter, workspaceId } from './engine/names.ts';
import { holdWorkspace } from './hold-workspace.ts';
import { removeOrphans } from './remove-orphans.ts';
import { readSnapshot } from './testing/base-repository.ts';
import { createHost, type Host, hasFile, makeSpec, neverAborted, removeHost, Turns } from './testing/host.ts';

const EDIT = 'str_replace_based_edit_tool';
const FILES = {
  'a.txt': 'one\ntwo\n',
  'src/b.py': 'def add(a, b):\n    return a - b\n',
  '.gitignore': 'ignored/\n',
};

describe('the life of a workspace', () => {
  let host: Host;
  beforeAll(() => {
    host = createHost();
  });
  afterAll(() => removeHost(host));

  it('keeps the state of the shell over turns, and takes no snapshot when nothing changed', async () => {
    const { spec } = await makeSpec(host, FILES);
    const turns = new Turns(host, spec);

    const first = await turns.act([
      ['bash', { command: 'cd src; export X=5; ls; git status --short; git log --oneline | wc -l' }],
    ]);
    const second = await turns.act([['bash', { command: 'echo $X $PWD' }]]);

    expect(first.texts).toEqual([expect.stringContaining('b.py\n1')]);
    expect(second.texts).toEqual(['5 /work/src']);
    expect(second.result).toMatchObject({ snapshot: null, shellRestarted: false, intents: [] });
    expect(second.result.calls).toMatchObject([{ tool: 'bash', isError: false, summary: '$ echo $X $PWD' }]);
  });

  it('takes a thin snapshot of what changed, which another fleet can read', async () => {
    const { spec, base } = await makeSpec(host, FILES);
    const turns = new Turns(host, spec);

    const { result } = await turns.act([
      [EDIT, { command: 'str_replace', path: '/work/src/b.py', old_str: 'a - b', new_str: 'a + b' }],
      [EDIT, { command: 'create', path: 'tests/deep/new.py', file_text: "it's new\n" }],
      ['bash', { command: 'rm a.txt; mkdir ignored; echo x > ignored/y; git diff --stat | tail -1' }],
      ['submit', { title: 'Add adds', summary: 'It subtracted.' }],
    ]);

    const snapshot = result.snapshot;
    if (snapshot === null) throw new Error('no snapshot');
    const read = readSnapshot(base, await host.ports.blobs.get(snapshot.bundle), snapshot.sha);
    expect(read).toEqual({
      refs: `${snapshot.sha} refs/fixpoint/snapshot`,
      parents: spec.baseSha,
      author: 'Fixpoint <fixpoint@localhost>',
      message: `Add adds\n\nIt subtracted.\n\nFixpoint-Run: ${spec.runId}\n\n`,
      changes: ['D\ta.txt', 'M\tsrc/b.py', 'A\ttests/deep/new.py'],
    });
    expect(result.intents).toMatchObject([{ kind: 'submit', title: 'Add adds', summary: 'It subtracted.' }]);
  });

  it('returns what was recorded, and does nothing twice', async () => {
    const { spec } = await makeSpec(host, FILES);
    const turns = new Turns(host, spec);
    const first = await turns.act([['bash', { command: 'echo x >> a.txt' }]]);

    const again = await turns.actAgain(host, [['bash', { command: 'echo x >> a.txt' }]]);

    expect(again.result).toEqual(first.result);
    expect(await turns.bash('wc -l < a.txt')).toBe('3');
  });

  it('goes on from the last snapshot on another host, and tells the model', async () => {
    const { spec } = await makeSpec(host, FILES);
    const turns = new Turns(host, spec);
    await turns.act([['bash', { command: 'cd src; echo three >> ../a.txt' }]]);
    turns.turn += 1;

    const other = createHost(host);
    const { texts, result } = await turns.actAgain(other, [
      ['bash', { command: 'pwd; tail -1 a.txt; git status --short' }],
    ]);

    expect(texts[0]).toMatch(/^\[The shell was restarted.*\]\n\/work\nthree\n M a\.txt$/);
    expect(result.shellRestarted).toBe(true);
  });

  it('does a turn again from the snapshot before it when it was begun and not recorded', async () => {
    const { spec } = await makeSpec(host, FILES);
    const turns = new Turns(host, spec);
    await turns.act([['bash', { command: 'echo kept > kept.txt' }]]);
    const stop = new AbortController();
    const begun = turns.act([['bash', { command: 'echo half > half.txt; sleep 60' }]], stop.signal);
    begun.catch(() => undefined);
    await expect.poll(() => hasFile(host, spec, 'half.txt')).toBe(true);
    stop.abort(new Error('worker lost'));
    await expect(begun).rejects.toThrow('worker lost');

    const { texts } = await turns.actAgain(host, [['bash', { command: 'ls' }]]);

    expect(texts[0]).toContain('kept.txt');
    expect(texts[0]).not.toContain('half.txt');
  });

  it('makes the same snapshot when the same is done again', async () => {
    const { spec } = await makeSpec(host, FILES);
    const one = await new Turns(host, spec).act([['bash', { command: 'echo same > same.txt' }]]);
    await discardWorkspace(host.workspaces, spec);

    const again = new Turns(host, spec);
    again.turn = 1;
    const two = await again.act([['bash', { command: 'sleep 1.1; echo same > same.txt' }]]);

    expect(two.result.snapshot?.sha).toBe(one.result.snapshot?.sha);
  });

  it('lays the files of an earlier attempt over the base', async () => {
    const { spec } = await makeSpec(host, FILES);
    const first = await new Turns(host, spec).act([
      ['bash', { command: 'mkdir t; echo test > t/test.py; echo fix >> a.txt' }],
    ]);
    const snapshot = first.result.snapshot;
    if (snapshot === null) throw new Error('no snapshot');

    const turns = new Turns(host, {
      ...spec,
      attempt: 2,
      carried: { snapshot, files: ['t/test.py', 'gone.py'] },
    });
    const second = await turns.act([
      ['bash', { command: 'cat t/test.py; wc -l < a.txt' }],
      ['declare_test', { command: 'python3 t/test.py', test_id: 't', files: ['t/test.py'] }],
    ]);

    expect(second.texts).toEqual([expect.stringMatching(/\ntest\n2$/), 'recorded']);
    expect(second.result.snapshot).not.toBeNull();
  });

  it('holds a workspace until it is cancelled, and leaves nothing', async () => {
    const { spec } = await makeSpec(host, FILES);
    const { promise: ready, resolve } = Promise.withResolvers<unknown>();
    const holder = createHost(host);
    const ports = {
      ...holder.ports,
      signalReady: async (workflowId: string, said: object) => resolve({ workflowId, ...said }),
    };
    const cancel = new AbortController();

    const held = holdWorkspace(
      ports,
      holder.workspaces,
      { spec, snapshot: null, workflowId: 'w' },
      cancel.signal,
    );
    held.catch(() => undefined);
    expect(await ready).toEqual({ workflowId: 'w', attempt: 1, hostQueue: 'sandbox@test-engine' });
    const turns = new Turns(holder, spec);
    turns.turn = 1;
    expect((await turns.act([['bash', { command: 'true' }]])).result.shellRestarted).toBe(true);
    cancel.abort(new Error('cancelled'));

    await expect(held).rejects.toThrow('cancelled');
    expect(await listLeft(holder, spec)).toEqual([]);
  });

  it('notices that its containers are gone', async () => {
    const { spec } = await makeSpec(host, FILES);
    const holder = createHost(host);
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    const ports = { ...holder.ports, signalReady: async () => resolve() };
    const held = holdWorkspace(
      ports,
      holder.workspaces,
      { spec, snapshot: null, workflowId: 'w' },
      neverAborted(),
    );
    held.catch(() => undefined);
    await ready;

    await discardWorkspace(createHost(host).workspaces, spec);

    await expect(held).rejects.toMatchObject({ code: 'WORKSPACE_LOST' });
  });

  it('shares the objects of one repository between workspaces', async () => {
    const { spec } = await makeSpec(host, FILES);
    const specs = [1, 2, 3].map((attempt) => ({ ...spec, attempt }));

    const done = await Promise.all(
      specs.map((one) => new Turns(host, one).act([['bash', { command: `echo ${one.attempt} > a.txt` }]])),
    );

    expect(new Set(done.map(({ result }) => result.snapshot?.sha)).size).toBe(3);
  });

  it('takes over names and messages of any kind', async () => {
    const { spec, base } = await makeSpec(host, FILES);

    const { result } = await new Turns(host, spec).act([
      [
        'bash',
        {
          command:
            "printf x > $'new\\nline'; printf y > \"it's 50% – é\"; ln -s /etc/passwd link; chmod +x a.txt",
        },
      ],
      ['submit', { title: "Don't – $(touch x)", summary: '`é`\n\u0001' }],
    ]);

    const { snapshot } = result;
    if (snapshot === null) throw new Error('no snapshot');
    const read = readSnapshot(base, await host.ports.blobs.get(snapshot.bundle), snapshot.sha);
    expect(read.message).toContain("Don't – $(touch x)\n\n`é`");
    expect(read.changes).toHaveLength(4);
  });

  it('takes over a file that became a folder, and a folder that became a link', async () => {
    const { spec, base } = await makeSpec(host, { ...FILES, 'dir/x': '1\n', 'dir/y': '2\n' });

    const { result } = await new Turns(host, spec).act([
      ['bash', { command: 'rm a.txt; mkdir a.txt; echo x > a.txt/b; rm -r dir; ln -s src dir' }],
    ]);

    const { snapshot } = result;
    if (snapshot === null) throw new Error('no snapshot');
    const read = readSnapshot(base, await host.ports.blobs.get(snapshot.bundle), snapshot.sha);
    expect(read.changes.toSorted()).toEqual(['A\ta.txt/b', 'A\tdir', 'D\ta.txt', 'D\tdir/x', 'D\tdir/y']);
  });

  it('tells the model what git does not take', async () => {
    const { spec } = await makeSpec(host, FILES);
    const turns = new Turns(host, spec);

    const refused = await turns.act([['bash', { command: 'echo x > secret; chmod 000 secret' }]]);
    const mended = await turns.act([['bash', { command: 'chmod 644 secret' }]]);

    expect(refused.results[0]).toMatchObject({
      isError: true,
      content: expect.stringContaining('Permission denied'),
    });
    expect(mended.result.snapshot).not.toBeNull();
  });

  it('removes what nobody holds, after a while, and nothing else', async () => {
    const { spec } = await makeSpec(host, FILES);
    await new Turns(host, spec).act([['bash', { command: 'true' }]]);
    const id = workspaceId(host.ports.instanceLabel, spec.runId, spec.attempt);
    const isAlive = (workspace: string): boolean => workspace !== id;

    const first = await removeOrphans({ ...host.ports, now: () => 0 }, isAlive, new Map(), 60_000);
    const held = await removeOrphans(
      { ...host.ports, now: () => 90_000 },
      () => true,
      first.orphanedSince,
      60_000,
    );
    const second = await removeOrphans(
      { ...host.ports, now: () => 90_000 },
      isAlive,
      first.orphanedSince,
      60_000,
    );

    expect([first.removed, held.removed, second.removed]).toEqual([[], [], [id]]);
    expect(await listLeft(host, spec)).toEqual([]);
  });

  it('names a missing image and an engine that is not there', async () => {
    const { spec } = await makeSpec(host, FILES);
    const without = createHost(host, { image: 'fixpoint-no-such-image:1' });
    const unreachable = createHost(host, { docker: new Docker({ socketPath: '/nonexistent/docker.sock' }) });

    await expect(new Turns(without, spec).act([])).rejects.toMatchObject({ code: 'IMAGE_MISSING' });
    await expect(new Turns(unreachable, spec).act([])).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    expect(await listLeft(host, spec)).toEqual([]);
  });
});

async function listLeft({ ports }: Host, spec: WorkspaceSpec): Promise<string[]> {
  const filters = labelFilter(
    ports.instanceLabel,
    workspaceId(ports.instanceLabel, spec.runId, spec.attempt),
  );
  const containers = await ports.docker.listContainers({ all: true, filters });
  const { Volumes: volumes } = await ports.docker.listVolumes({ filters });
  return [...containers.map(({ Id }) => Id), ...volumes.map(({ Name }) => Name)];
}
