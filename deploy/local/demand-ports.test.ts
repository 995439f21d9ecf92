import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLocalSettings } from '@fixpoint/config/local.ts';
import { expect, onTestFinished, test } from 'vitest';
import { demandPorts } from './demand-ports.ts';
import { type Endpoints, writeEndpoints } from './endpoints.ts';
import { localPaths } from './paths.ts';
import { identify } from './processes/identity.ts';
import { writeRecord } from './processes/records.ts';

const ENDPOINTS: Endpoints = {
  temporalAddress: '127.0.0.1:21230',
  temporalUiUrl: 'http://127.0.0.1:21231',
  storeUrl: 'mongodb://127.0.0.1:21232/fixpoint',
  giteaUrl: 'http://127.0.0.1:21233',
  giteaAdmin: { user: '', password: '', token: '' },
  dockerHost: '',
  dockerSocketPath: '',
  sandboxImage: '',
};

/** Of this moment. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** A checkout whose servers are, as its records say, this very process. */
function runningStack(names: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), 'fixpoint-ports-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const paths = localPaths(root);
  const identity = identify(process.pid);
  if (!identity) throw new Error('This process cannot be identified.');
  for (const name of names)
    writeRecord(paths.run, { name, kind: 'server', ...identity, fingerprint: '', logPath: '' });
  writeEndpoints(paths, ENDPOINTS);
  return paths;
}

test('a stack that runs is found at its ports, and not taken to others', async () => {
  const paths = runningStack(['temporal', 'store', 'gitea']);
  const at = (base: string) =>
    demandPorts({ paths, settings: readLocalSettings({ FIXPOINT_PORT_BASE: base }) });

  await expect(at('21230')).resolves.toBeUndefined();
  await expect(at('21240')).rejects.toMatchObject({
    code: 'LOCAL_ELSEWHERE',
    message: expect.stringMatching(/runs at 127\.0\.0\.1:21230, and not at 127\.0\.0\.1:21240/),
  });
});

test('what does not run may come to any port', async () => {
  const [temporal, ui, store, gitea] = await freePorts(4);
  const settings = readLocalSettings({
    FIXPOINT_PORT_TEMPORAL: `${temporal}`,
    FIXPOINT_PORT_TEMPORAL_UI: `${ui}`,
    FIXPOINT_PORT_STORE: `${store}`,
    FIXPOINT_PORT_GITEA: `${gitea}`,
  });

  await expect(demandPorts({ paths: runningStack([]), settings })).resolves.toBeUndefined();
});
