import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labelFilter } from '@fixpoint/activities-sandbox/engine/names.ts';
import { LOCAL_PORTS } from '@fixpoint/config/local-ports.ts';
import { isPortFree } from '@fixpoint/local/free-port.ts';
import { localPaths } from '@fixpoint/local/paths.ts';
import { profileOf } from '@fixpoint/local/platform/profile.ts';
import { isSameProcess } from '@fixpoint/local/processes/identity.ts';
import { readRecords } from '@fixpoint/local/processes/records.ts';
import { engineClient } from '@fixpoint/local/servers/engine.ts';
import type { LocalStack } from '@fixpoint/local/stack.ts';
import { execa } from 'execa';

const SOURCES = ['fixpoint', 'package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'deploy', 'packages'];
const MORE_SOURCES = ['activities', 'services', 'workflows', 'test/fixtures'];
/** What was downloaded and built once: both checkouts have the same versions. */
const SHARED = ['bin', 'cache', 'share', 'tools'];
const COMMAND_TIMEOUT_MS = 120_000;

/** Another checkout on this machine, with ports and data of its own, whose command line is used as a person would. */
export interface SecondCheckout {
  /** The label of its containers. */
  readonly instance: string;
  fixpoint(...args: readonly string[]): ReturnType<typeof runCommand>;
  /** The names of what it started and still runs. */
  running(): string[];
  /** Whether each of its ports is free again. */
  portsAreFree(): Promise<boolean>;
  remove(): Promise<void>;
}

export async function openSecondCheckout({
  paths,
  settings,
  endpoints,
}: LocalStack): Promise<SecondCheckout> {
  // Closed to everybody else, as root's own folder is: Gitea, which runs as another user, has to get at its data all the same.
  const root = await mkdtemp(join(tmpdir(), 'fixpoint-checkout-'));
  for (const source of [...SOURCES, ...MORE_SOURCES])
    await cp(join(paths.root, source), join(root, source), { recursive: true, verbatimSymlinks: true });
  await symlink(join(paths.root, 'node_modules'), join(root, 'node_modules'));
  await mkdir(join(root, '.fixpoint'));
  for (const folder of SHARED)
    await symlink(join(paths.root, '.fixpoint', folder), join(root, '.fixpoint', folder));

  const portBase = await freePortBase();
  // Nothing of the suite's own settings, or it would take the suite's servers for its own.
  const inherited = Object.entries(settings.toolEnvironment).filter(
    ([name]) => !/^(FIXPOINT|VITEST)/.test(name),
  );
  const env = {
    ...Object.fromEntries(inherited),
    FIXPOINT_PORT_BASE: String(portBase),
    // A second engine would only have to load the same image again.
    DOCKER_HOST: endpoints.dockerHost,
  };
  const own = localPaths(root);
  const instance = profileOf(own, 'main').sandboxInstance;
  const fixpoint = (...args: readonly string[]) => runCommand(root, args, env);
  return {
    instance,
    fixpoint,
    running: () =>
      readRecords(own.run)
        .filter((record) => isSameProcess(record))
        .map(({ name }) => name),
    portsAreFree: () => areFree(portBase),
    remove: async () => {
      await fixpoint('down');
      await removeVolumes(endpoints.dockerHost, instance);
      await rm(root, { recursive: true, force: true });
    },
  };
}

function runCommand(root: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const options = { cwd: root, env, extendEnv: false, reject: false, timeout: COMMAND_TIMEOUT_MS } as const;
  return execa(join(root, 'fixpoint'), args, options);
}

/** The engine outlives the checkout. */
async function removeVolumes(dockerHost: string, instance: string): Promise<void> {
  const docker = engineClient(dockerHost);
  const { Volumes: volumes } = await docker.listVolumes({ filters: labelFilter(instance, null) });
  for (const { Name: name } of volumes) await docker.getVolume(name).remove({ force: true });
}

async function freePortBase(): Promise<number> {
  for (let base = 27_230; base < 60_000; base += 100) if (await areFree(base)) return base;
  throw new Error('no port is free');
}

async function areFree(base: number): Promise<boolean> {
  const free = await Promise.all(Object.values(LOCAL_PORTS).map((offset) => isPortFree(base + offset)));
  return free.every(Boolean);
}
