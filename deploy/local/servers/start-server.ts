import type { Context } from '../context.ts';
import { LocalStackError } from '../errors.ts';
import { demandFreePort } from '../free-port.ts';
import { type ProcessSpec, startProcess } from '../processes/start.ts';
import { buildGo } from '../ways/build-go.ts';
import { chooseWay, type WayName } from '../ways/choose-way.ts';
import { ensureImage, reachesRegistry } from '../ways/container.ts';
import { findProgram } from '../ways/find-program.ts';
import { serverEnvironment } from './gitea-command.ts';
import type { Command, EngineImage, ServerRow } from './row.ts';

/** A server that answers, and how it was had. */
export interface RunningServer {
  readonly address: string;
  readonly way: WayName;
  /** True when it ran before this command. */
  readonly reused: boolean;
  /** The program or the image's engine that it was started from. */
  readonly source: string;
}

type Had =
  | { readonly address: string }
  | { readonly program: string; readonly command: Command }
  | { readonly engine: EngineImage; readonly command: Command };

const START_TIMEOUT_MS = 90_000;

/**
 * Has a server in the first way that works, starts it if it does not run, and waits until it answers.
 * @param engine the Docker engine's address, when it is there; only a pulled image waits for it.
 */
export async function startServer(
  context: Context,
  row: ServerRow,
  engine: Promise<string>,
): Promise<RunningServer> {
  const { way, had } = await chooseWay<Had>(row.name, {
    running: async () => {
      const address = row.running.address(context.settings);
      return address === undefined ? undefined : { address };
    },
    path: async () => {
      const program = findProgram(row.path.program, context.settings.path);
      return program === undefined ? undefined : { program, command: row.path.start(context, program) };
    },
    image: async () => {
      const image = await pulledImage(context, row, engine);
      return image === undefined ? undefined : { engine: image, command: row.image.start(context, image) };
    },
    'go-module': async () => {
      const program = await buildGo(context, row.goModule.folder, row.goModule);
      return { program, command: row.goModule.start(context, program) };
    },
  });
  if ('address' in had) {
    await checkConfigured(row, had.address);
    return { address: had.address, way, reused: true, source: had.address };
  }
  const address = row.address(context.settings);
  const [command, ...args] = had.command;
  const spec: ProcessSpec = {
    name: row.name,
    kind: 'server',
    command,
    args,
    env: serverEnvironment(context),
    cwd: context.paths.data,
    beforeStart: async () => {
      for (const port of row.ports) await demandFreePort(port, context.settings.ports[port]);
    },
    check: () => row.check(address),
    timeoutMs: START_TIMEOUT_MS,
  };
  const { reused } = await startProcess(context.paths, spec, context.signal);
  return { address, way, reused, source: 'program' in had ? had.program : had.engine.host };
}

async function pulledImage(
  context: Context,
  row: ServerRow,
  engine: Promise<string>,
): Promise<EngineImage | undefined> {
  if (!(await reachesRegistry())) return undefined;
  const host = await engine;
  // Its ports are on the engine's own machine, which must be this one.
  if (!host.startsWith('unix://')) return undefined;
  return (await ensureImage(context, host, row.image.name)) ? { host, image: row.image.name } : undefined;
}

async function checkConfigured(row: ServerRow, address: string): Promise<void> {
  try {
    await row.check(address);
  } catch (error) {
    const detail = `${row.title} does not answer at ${address}, where ${row.running.variable} says it is: ${String(error)}. Start it, or unset the variable.`;
    throw new LocalStackError('LOCAL_UNHEALTHY', detail, error);
  }
}
