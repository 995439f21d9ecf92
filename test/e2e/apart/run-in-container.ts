/** Runs a service in a container for as long as this process lives: what `docker run` does, without its program. */
import { argv } from 'node:process';
import { engineClient } from '@fixpoint/local/servers/engine.ts';
import { z } from 'zod';

const Mount = z.object({
  Type: z.enum(['volume', 'bind']),
  Source: z.string(),
  Target: z.string(),
  ReadOnly: z.boolean().optional(),
});

const ContainedService = z.object({
  dockerHost: z.string(),
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  workingFolder: z.string(),
  mounts: z.array(Mount),
});
export type ContainedService = z.infer<typeof ContainedService>;

const STOP_SECONDS = 8;

if (import.meta.main) await run(ContainedService.parse(JSON.parse(argv[2] ?? '')));

async function run(service: ContainedService): Promise<void> {
  const docker = engineClient(service.dockerHost);
  await docker
    .getContainer(service.name)
    .remove({ force: true })
    .catch(() => undefined);
  const container = await docker.createContainer({
    name: service.name,
    Image: service.image,
    Cmd: service.command,
    Env: Object.entries(service.env).map(([name, value]) => `${name}=${value}`),
    WorkingDir: service.workingFolder,
    // The engine's socket is root's.
    User: '0:0',
    HostConfig: { NetworkMode: 'host', Mounts: service.mounts },
  });
  const output = await container.attach({ stream: true, stdout: true, stderr: true });
  container.modem.demuxStream(output, process.stdout, process.stderr);
  const stop = () => void container.stop({ t: STOP_SECONDS }).catch(() => undefined);
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await container.start();
  const { StatusCode: exitCode } = await container.wait();
  await container.remove({ force: true });
  process.exitCode = exitCode;
}
