import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '@fixpoint/contracts/search-attributes.ts';
import { Connection } from '@temporalio/client';
import type { Context } from '../context.ts';
import { containerCommand } from '../ways/container.ts';
import { type Command, containerName, dataFolder, type ServerRow } from './row.ts';

export const NAMESPACE = 'default';

export const temporalRow: ServerRow = {
  name: 'temporal',
  title: 'Temporal with its UI',
  ports: ['temporal', 'temporalUi'],
  running: { variable: 'FIXPOINT_TEMPORAL_ADDRESS', address: (settings) => settings.temporalAddress },
  path: { program: 'temporal', start: startProgram },
  image: {
    name: 'temporalio/temporal:1.5.1',
    start: (context, engine) =>
      containerCommand({
        ...engine,
        name: containerName(context, 'temporal'),
        args: temporalArguments({ ...launchPorts(context), databaseFile: '/data/temporal.db' }),
        env: {},
        // A new volume belongs to root.
        user: '0',
        dataFolder: '/data',
      }),
  },
  goModule: {
    folder: 'temporal',
    package: 'github.com/temporalio/cli/cmd/temporal',
    tags: [],
    needsC: false,
    start: startProgram,
  },
  address: ({ ports }) => `127.0.0.1:${ports.temporal}`,
  check: checkTemporal,
};

/**
 * The development server with settings for speed: by default its queues poll their tasks 20 times a second,
 * which makes every activity's round trip cost about 107 ms; so set it is 6.6 ms.
 */
const DYNAMIC_CONFIG = {
  'history.transferProcessorMaxPollRPS': 2000,
  'history.timerProcessorMaxPollRPS': 2000,
  // Retries that are due at once would wait a second for their timer otherwise.
  'history.timerProcessorMaxTimeShift': '"10ms"',
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
} as const;

const SQLITE_PRAGMAS = ['journal_mode=wal', 'synchronous=normal'] as const;

export interface TemporalLaunch {
  readonly port: number;
  readonly uiPort: number;
  readonly databaseFile: string;
}

/** The arguments of Temporal's command that start its development server. */
export function temporalArguments(launch: TemporalLaunch): string[] {
  return [
    'server',
    'start-dev',
    '--ip=127.0.0.1',
    `--port=${launch.port}`,
    `--ui-port=${launch.uiPort}`,
    `--namespace=${NAMESPACE}`,
    `--db-filename=${launch.databaseFile}`,
    '--log-level=warn',
    ...SQLITE_PRAGMAS.map((pragma) => `--sqlite-pragma=${pragma}`),
    ...Object.entries(DYNAMIC_CONFIG).map(([key, value]) => `--dynamic-config-value=${key}=${value}`),
    ...Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => `--search-attribute=${name}=${type}`),
  ];
}

function startProgram(context: Context, program: string): Command {
  const databaseFile = join(dataFolder(context, 'temporal'), 'temporal.db');
  return [program, ...temporalArguments({ ...launchPorts(context), databaseFile })];
}

function launchPorts({ settings: { ports } }: Context): { port: number; uiPort: number } {
  return { port: ports.temporal, uiPort: ports.temporalUi };
}

/** Asks whether the server knows the namespace, which it does only when it can work. */
async function checkTemporal(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    const ask = () => connection.workflowService.describeNamespace({ namespace: NAMESPACE });
    await connection.withDeadline(Date.now() + 2_000, ask);
  } finally {
    await connection.close();
  }
}
