import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { LocalSettings } from '@fixpoint/config/local.ts';
import { z } from 'zod';
import { demandFreePort, isPortFree } from '../free-port.ts';
import type { LocalPaths } from '../paths.ts';
import { isSameProcess } from '../processes/identity.ts';
import { readRecord, readRecords } from '../processes/records.ts';
import type { LocalStack } from '../stack.ts';
import type { Profile } from './profile.ts';

const KeptPorts = z.object({
  ingress: z.number(),
  replay: z.number(),
  health: z.record(z.string(), z.number()),
});
export type KeptPorts = z.infer<typeof KeptPorts>;

const WORKERS = [
  'orchestrator',
  'git-worker',
  'agent-worker',
  'sandbox-worker',
  'forge-worker',
  'ledger-worker',
  'ingress',
];

/** Looked at before anything is built: minutes later is too late to hear of a taken port. */
export async function demandMainPorts(paths: LocalPaths, { ports }: LocalSettings): Promise<void> {
  for (const name of ['ingress', 'replay'] as const) {
    const record = readRecord(paths.run, name);
    if (record === undefined || !isSameProcess(record)) await demandFreePort(name, ports[name]);
  }
}

/**
 * The ports of a profile's services, kept in a file, so that services that run already are found and webhooks that were
 * registered stay valid. The main profile's ingress has a port that people can set.
 */
export async function keepPorts(stack: LocalStack, profile: Profile): Promise<KeptPorts> {
  const file = join(profile.folder, 'ports.json');
  const isMain = profile.name === 'main';
  const kept = readKept(file);
  const stays = kept && (!isMain || isAsSet(kept, stack));
  if (stays && ((await allFree(kept)) || runs(stack, profile))) return kept;
  const free = await freePorts(WORKERS.length + 2);
  const ports = {
    ingress: isMain ? stack.settings.ports.ingress : (free.pop() ?? 0),
    replay: isMain ? stack.settings.ports.replay : (free.pop() ?? 0),
    health: Object.fromEntries(WORKERS.map((name, index) => [name, free[index] ?? 0])),
  };
  if (isMain) {
    if (ports.ingress !== kept?.ingress) await demandFreePort('ingress', ports.ingress);
    if (ports.replay !== kept?.replay) await demandFreePort('replay', ports.replay);
  }
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}

function isAsSet(kept: KeptPorts, { settings }: LocalStack): boolean {
  return kept.ingress === settings.ports.ingress && kept.replay === settings.ports.replay;
}

function readKept(file: string): KeptPorts | undefined {
  try {
    return KeptPorts.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function runs(stack: LocalStack, profile: Profile): boolean {
  const suffix = profile.name === 'main' ? '' : `-${profile.name}`;
  return readRecords(stack.paths.run).some(
    (record) => record.name === `ingress${suffix}` && isSameProcess(record),
  );
}

async function allFree(ports: KeptPorts): Promise<boolean> {
  const free = await Promise.all(
    [ports.ingress, ports.replay, ...Object.values(ports.health)].map(isPortFree),
  );
  return free.every(Boolean);
}

/** All are held open at once, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
