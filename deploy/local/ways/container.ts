import { join } from 'node:path';
import type { Context } from '../context.ts';
import { step } from '../report.ts';
import { engineClient } from '../servers/engine.ts';

/** A server in a container. It shares the host's network, so that its ports are the ones that are configured. */
export interface ContainerSpec {
  readonly host: string;
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly user?: string;
  /** Where the server keeps its data; a named volume is mounted there. */
  readonly dataFolder: string;
}

/** The command that keeps a container for as long as it runs itself, so that servers of every way are processes. */
export function containerCommand(spec: ContainerSpec): readonly [string, ...string[]] {
  return [process.execPath, join(import.meta.dirname, 'keep-container.ts'), JSON.stringify(spec)];
}

const REGISTRY_TIMEOUT_MS = 3_000;
const PULL_TIMEOUT_MS = 10 * 60_000;

/** Whether Docker's registry can be reached from here: a look that is cheaper than to wait for a pull that fails. */
export async function reachesRegistry(): Promise<boolean> {
  return fetch('https://registry-1.docker.io/v2/', { signal: AbortSignal.timeout(REGISTRY_TIMEOUT_MS) }).then(
    (answer) => answer.status === 401 || answer.ok,
    () => false,
  );
}

/** True when the engine has the image, or could pull it. */
export async function ensureImage(context: Context, host: string, image: string): Promise<boolean> {
  const engine = engineClient(host);
  const present = await engine
    .getImage(image)
    .inspect()
    .catch(() => undefined);
  if (present !== undefined) return true;
  if (!(await reachesRegistry())) return false;
  return step(context.report, `pull ${image}`, 'a server of the stack', () => pull(host, image)).then(
    () => true,
    () => false,
  );
}

async function pull(host: string, image: string): Promise<void> {
  const engine = engineClient(host);
  const progress = await engine.pull(image, { abortSignal: AbortSignal.timeout(PULL_TIMEOUT_MS) });
  await new Promise<void>((resolve, reject) => {
    engine.modem.followProgress(progress, (error) => (error === null ? resolve() : reject(error)));
  });
}
