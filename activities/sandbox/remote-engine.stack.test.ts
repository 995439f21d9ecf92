import { type AddressInfo, createConnection, createServer, type Server } from 'node:net';
import { readStackConfig } from '@fixpoint/config/stack.ts';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelFilter } from './engine/names.ts';
import { runChecks } from './run-checks.ts';
import { createHost, type Host, makeSpec, neverAborted, removeHost, Turns } from './testing/host.ts';

const FILES = {
  'add.py': 'def add(a, b):\n    return a - b\n',
  'test_old.py':
    'import unittest\n\n\nclass Old(unittest.TestCase):\n    def test_one(self):\n        pass\n',
};
const TEST = {
  command: 'python3 -m unittest -v test_add.AddTest.test_adds',
  testId: 'test_adds',
  files: ['test_add.py'],
};
const TEST_FILE =
  'import unittest\nfrom add import add\n\n\nclass AddTest(unittest.TestCase):\n    def test_adds(self):\n        self.assertEqual(add(1, 2), 3)\n';

/** An engine that is reached over TCP alone, as one on another machine is. */
describe('an engine behind TCP', () => {
  let server: Server;
  let host: Host;

  beforeAll(async () => {
    const { dockerSocketPath } = readStackConfig();
    server = createServer((socket) => {
      const upstream = createConnection(dockerSocketPath);
      socket.pipe(upstream).pipe(socket);
      socket.on('error', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    host = createHost(undefined, { docker: new Docker({ protocol: 'http', host: '127.0.0.1', port }) });
  });
  afterAll(async () => {
    await removeHost(host);
    server.close();
  });

  it('runs a workspace and its checks, and sees no path of the worker', async () => {
    const { spec } = await makeSpec(host, FILES);
    const turns = new Turns(host, spec);
    const { result } = await turns.act([
      ['str_replace_based_edit_tool', { command: 'create', path: 'test_add.py', file_text: TEST_FILE }],
      ['bash', { command: 'sed -i "s/a - b/a + b/" add.py && python3 -m unittest -v test_add' }],
    ]);
    const { docker, instanceLabel } = host.ports;
    const containers = await docker.listContainers({ filters: labelFilter(instanceLabel, null) });
    const details = await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).inspect()));
    const facts = { source: 'python', buildCommand: null, testCommand: 'python3 -m unittest' } as const;
    const checks = await Promise.all(
      (['red', 'green'] as const).map((phase) => {
        if (!result.snapshot) throw new Error('no snapshot');
        const request = { spec, head: result.snapshot, test: TEST, facts, phase };
        return runChecks(host.ports, host.workspaces, request, neverAborted());
      }),
    );

    expect(checks.map(({ passed, reason }) => ({ passed, reason }))).toEqual([
      { passed: true, reason: null },
      { passed: true, reason: null },
    ]);
    expect(details).toHaveLength(2);
    expect(details.flatMap(({ Mounts }) => Mounts.map(({ Type }) => Type)).includes('bind')).toBe(false);
    expect(details.map(({ HostConfig }) => HostConfig.Binds ?? [])).toEqual([[], []]);
  });
});
