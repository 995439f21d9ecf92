import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineAddress } from '@fixpoint/config/engine-address.ts';
import Docker from 'dockerode';
import type { Context } from '../context.ts';
import { demandPrograms } from '../debian-packages.ts';
import { LocalStackError } from '../errors.ts';
import type { LocalPaths } from '../paths.ts';
import { identify } from '../processes/identity.ts';
import { readRecord } from '../processes/records.ts';
import { type ProcessSpec, startProcess } from '../processes/start.ts';
import { endProcess } from '../processes/stop.ts';
import { findProgram } from '../ways/find-program.ts';
import { isRoot } from './server-user.ts';

const DEFAULT_HOST = 'unix:///var/run/docker.sock';
const ANSWER_TIMEOUT_MS = 5_000;

/** A client for an engine's address as DOCKER_HOST has it. */
export function engineClient(host: string): Docker {
  return new Docker(engineAddress(host));
}

/** Asks an engine whether it can run Linux containers. */
export async function checkEngine(host: string): Promise<void> {
  const version = await answered(engineClient(host).version(), host);
  if (version.Os !== 'linux')
    throw new Error(`the Docker engine at ${host} runs ${version.Os} containers, not Linux ones`);
}

/** What an engine answers at once, or not at all. */
export function answered<T>(answer: Promise<T>, host: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new Error(`the Docker engine at ${host} does not answer in ${ANSWER_TIMEOUT_MS / 1000} s`)),
      ANSWER_TIMEOUT_MS,
    );
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** The engine that runs already: at DOCKER_HOST, else at Docker's usual socket. */
export async function findEngine(context: Context): Promise<string | undefined> {
  const host = context.settings.dockerHost ?? DEFAULT_HOST;
  if (host.startsWith('unix://') && !existsSync(host.slice('unix://'.length))) return undefined;
  return checkEngine(host).then(
    () => host,
    () => undefined,
  );
}

/** Starts an engine of our own from the system's dockerd, which is installed if need be and possible. */
export async function startEngine(context: Context): Promise<string> {
  if (!isRoot()) {
    const detail =
      'Start a Docker engine that you may use, or set DOCKER_HOST to one: sudo apt-get install docker.io && sudo usermod -aG docker $USER';
    throw new LocalStackError('LOCAL_PROGRAM_MISSING', detail);
  }
  await demandPrograms(context, ['dockerd'], 'run the sandboxes');
  // A system with an init starts the engine that it has just installed.
  const installed =
    readRecord(context.paths.run, 'docker') === undefined ? await findEngine(context) : undefined;
  if (installed !== undefined) return installed;
  const { dockerRun, data, root } = context.paths;
  mkdirSync(dockerRun, { recursive: true });
  mkdirSync(join(data, 'docker'), { recursive: true });
  const host = `unix://${dockerRun}/docker.sock`;
  const spec: ProcessSpec = {
    name: 'docker',
    kind: 'server',
    command: findProgram('dockerd', context.settings.path) ?? 'dockerd',
    args: engineArguments(dockerRun, join(data, 'docker'), host),
    env: engineEnvironment(context),
    cwd: root,
    check: () => checkEngine(host),
    timeoutMs: 60_000,
  };
  await startProcess(context.paths, spec, context.signal);
  return host;
}

/** What an engine heeds of the environment: the proxies through which it pulls. */
function engineEnvironment({ settings }: Context): Record<string, string> {
  const proxies = Object.entries(settings.toolEnvironment).filter(([name]) =>
    /^(https?|no)_proxy$/i.test(name),
  );
  return { PATH: settings.path, ...Object.fromEntries(proxies) };
}

/** No container of ours has a network, so that the engine needs neither a bridge nor a firewall. */
function engineArguments(runFolder: string, dataFolder: string, host: string): string[] {
  return [
    `--host=${host}`,
    `--data-root=${dataFolder}`,
    `--exec-root=${runFolder}/exec`,
    `--pidfile=${runFolder}/dockerd.pid`,
    '--bridge=none',
    '--iptables=false',
    '--ip6tables=false',
    '--log-level=warn',
    '--shutdown-timeout=3',
  ];
}

/** Ends the containerd of an engine of ours that was killed before it could do so itself. */
export async function endLeftContainerd(paths: LocalPaths): Promise<void> {
  const folder = join(paths.dockerRun, 'exec/containerd');
  const file = join(folder, 'containerd.pid');
  if (!existsSync(file)) return;
  const identity = identify(Number(readFileSync(file, 'utf8')));
  if (identity === undefined || !readFileSync(`/proc/${identity.pid}/cmdline`, 'utf8').includes(folder))
    return;
  await endProcess(identity);
}
