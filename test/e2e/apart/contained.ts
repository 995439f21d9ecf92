import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ProcessSpec } from '@fixpoint/local/processes/start.ts';
import { engineClient } from '@fixpoint/local/servers/engine.ts';
import type { LocalStack } from '@fixpoint/local/stack.ts';
import { filesOfService } from './checkout-files.ts';
import type { ContainedService } from './run-in-container.ts';

/** Where the container has the checkout, and where the engine's socket: neither is where the worker's host has it. */
const CHECKOUT = '/fixpoint';
const SOCKET = '/var/run/docker.sock';

export interface CheckoutVolume {
  readonly name: string;
  remove(): Promise<void>;
}

/** A volume with what a service needs of this checkout, filled through the engine, which may be remote. */
export async function makeCheckoutVolume(stack: LocalStack, service: string): Promise<CheckoutVolume> {
  const { endpoints, paths } = stack;
  const docker = engineClient(endpoints.dockerHost);
  const name = `fixpoint-test-checkout-${process.pid}`;
  await docker.createVolume({ Name: name });
  const filler = await docker.createContainer({
    Image: endpoints.sandboxImage,
    Cmd: ['true'],
    HostConfig: { Mounts: [{ Type: 'volume', Source: name, Target: CHECKOUT }] },
  });
  try {
    const foreign = ['*-apple-darwin', '*-windows-*'].map((platform) => `--exclude=${platform}`);
    const args = ['--create', ...foreign, '--directory', paths.root, ...filesOfService(paths.root, service)];
    const tar = spawn('tar', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await filler.putArchive(tar.stdout, { path: CHECKOUT });
  } finally {
    await filler.remove({ force: true });
  }
  return { name, remove: () => docker.getVolume(name).remove({ force: true }) };
}

/** The same service in a container: of its host it has the network and the engine's socket, and no folder. */
export function contained(spec: ProcessSpec, stack: LocalStack, checkout: CheckoutVolume): ProcessSpec {
  const { dockerHost, dockerSocketPath, sandboxImage } = stack.endpoints;
  const inside = (path: string) => path.replace(stack.paths.root, CHECKOUT);
  const { PATH: _, HOME: __, TMPDIR: ___, ...env } = spec.env;
  const service: ContainedService = {
    dockerHost,
    name: containerName(spec),
    image: sandboxImage,
    command: ['node', ...spec.args.map(inside)],
    env: { ...env, DOCKER_HOST: dockerSocketPath ? `unix://${SOCKET}` : dockerHost },
    workingFolder: CHECKOUT,
    mounts: [
      { Type: 'volume', Source: checkout.name, Target: CHECKOUT, ReadOnly: true },
      ...(dockerSocketPath ? [{ Type: 'bind' as const, Source: dockerSocketPath, Target: SOCKET }] : []),
    ],
  };
  const runner = join(import.meta.dirname, 'run-in-container.ts');
  return { ...spec, args: [runner, JSON.stringify(service)] };
}

export function containerName({ name }: Pick<ProcessSpec, 'name'>): string {
  return `fixpoint-test-${name}`;
}
