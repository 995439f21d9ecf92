import { engineClient } from '../servers/engine.ts';
import type { ContainerSpec } from './container.ts';

const STOP_AFTER_S = 8;

/** Runs one container, shows its output, and removes it when asked to end. Started as a program, with the spec as its argument. */
async function keepContainer(spec: ContainerSpec): Promise<number> {
  const engine = engineClient(spec.host);
  await engine
    .getContainer(spec.name)
    .remove({ force: true })
    .catch(() => undefined);
  const container = await engine.createContainer({
    name: spec.name,
    Image: spec.image,
    Cmd: [...spec.args],
    Env: Object.entries(spec.env).map(([key, value]) => `${key}=${value}`),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    HostConfig: {
      NetworkMode: 'host',
      Mounts: [{ Type: 'volume', Source: spec.name, Target: spec.dataFolder }],
    },
  });
  const output = await container.attach({ stream: true, stdout: true, stderr: true });
  engine.modem.demuxStream(output, process.stdout, process.stderr);
  await container.start();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void container.stop({ t: STOP_AFTER_S }).catch(() => undefined));
  }
  const { StatusCode } = await container.wait();
  await container.remove({ force: true }).catch(() => undefined);
  return StatusCode;
}

process.exitCode = await keepContainer(JSON.parse(process.argv[2] ?? '{}') as ContainerSpec);
