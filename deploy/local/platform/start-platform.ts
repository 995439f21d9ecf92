import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ForgeConfig, readForges } from '@fixpoint/config/forges.ts';
import { LocalStackError } from '../errors.ts';
import { isSameProcess } from '../processes/identity.ts';
import { type ProcessRecord, readRecord } from '../processes/records.ts';
import { type ProcessSpec, startProcess } from '../processes/start.ts';
import { stopProcess } from '../processes/stop.ts';
import { becomesTrue } from '../processes/wait-for.ts';
import { type Report, step } from '../report.ts';
import type { LocalStack } from '../stack.ts';
import { writeForgeFiles } from './forge-files.ts';
import { ensureGiteaUser, type GiteaUser } from './gitea-user.ts';
import { type KeptPorts, keepPorts } from './kept-ports.ts';
import { type Profile, profileOf } from './profile.ts';
import { type ReplayOptions, replaySpec, replayUrl } from './replay.ts';
import {
  commonEnvironment,
  type ModelAccess,
  type ServiceInputs,
  type ServiceRow,
  serviceFolder,
  serviceTable,
} from './services.ts';
import { sourceHash } from './source-hash.ts';
import { ensureTemporalNamespace } from './temporal-namespace.ts';
import { ensureWebhookSecret } from './webhook-secret.ts';
import { ensureWorkflowBundle } from './workflow-bundle.ts';

export interface PlatformOptions {
  readonly stack: LocalStack;
  readonly report: Report;
  /** Aborted, it starts nothing more. */
  readonly signal?: AbortSignal;
  /** `main` is what a person sees; tests take names of their own. */
  readonly profileName?: string;
  /** The real model; without it, cassettes are played. */
  readonly model: ModelAccess | null;
  readonly replay?: ReplayOptions;
  readonly ingressEnv?: Readonly<Record<string, string>>;
  /** Runs a service in another place than beside the others, such as a container; by default none is. */
  readonly place?: (spec: ProcessSpec, service: string) => ProcessSpec;
}

export interface Platform {
  readonly stack: LocalStack;
  readonly profile: Profile;
  readonly bot: GiteaUser;
  readonly webhookSecret: string;
  readonly ingressUrl: string;
  /** Null when the real model answers. */
  readonly replayUrl: string | null;
  /** Health, readiness and metrics of each service. */
  readonly healthUrls: Readonly<Record<string, string>>;
  /** The process of a service, for whoever wants to look at it. */
  pidOf(service: string): number;
  /** Ends a service as a crash would (SIGKILL), and resolves when it is gone. */
  kill(service: string): Promise<void>;
  /** Starts a service again that has ended, with the same settings. */
  restart(service: string): Promise<void>;
  stop(): Promise<void>;
}

/** The services mostly wait: a small young generation saves each a tenth of its memory. */
const SMALL_YOUNG_GENERATION = '--max-semi-space-size=2';
/** What services are made of; one that runs with older sources is started anew. */
const SERVICE_SOURCES = ['services', 'activities', 'packages'];
const START_TIMEOUT_MS = 60_000;
const KILL_TIMEOUT_MS = 5_000;

function otherForges({ settings }: LocalStack): readonly ForgeConfig[] {
  return settings.forgesFile === undefined ? [] : readForges({ FIXPOINT_FORGES_FILE: settings.forgesFile });
}

/** Starts every process of Fixpoint on a stack that is up, and waits until each can work. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { stack, report } = options;
  const profile = profileOf(stack.paths, options.profileName ?? 'main');
  mkdirSync(profile.folder, { recursive: true });
  const webhookSecret = ensureWebhookSecret(profile);
  const [bot, , workflowBundle] = await step(
    report,
    'prepare the forge and Temporal',
    'a user and a namespace for Fixpoint',
    () =>
      Promise.all([
        ensureGiteaUser(stack.endpoints, profile.folder, profile.botLogin),
        ensureTemporalNamespace(stack.endpoints.temporalAddress, profile.temporalNamespace),
        ensureWorkflowBundle(stack.paths),
      ]),
  );
  const ports = await keepPorts(stack, profile);
  const inputs: ServiceInputs = {
    stack,
    profile,
    forgeFiles: writeForgeFiles(stack.endpoints, profile, bot, webhookSecret, otherForges(stack)),
    model: options.model ?? { apiKey: 'replay', baseUrl: replayUrl(ports.replay) },
    workflowBundle,
    ingressPort: ports.ingress,
    ingressEnv: options.ingressEnv ?? {},
  };
  const version = sourceHash(stack.paths.root, SERVICE_SOURCES);
  const place = options.place ?? ((spec: ProcessSpec) => spec);
  const specs = serviceTable(inputs).map((row) => place(processSpec(inputs, row, ports, version), row.name));
  if (!options.model) specs.push(replaySpec(stack, profile, ports.replay, options.replay ?? {}));
  await step(report, 'start the services', 'each fleet is a process of its own', () =>
    Promise.all(specs.map((spec) => startProcess(stack.paths, spec, options.signal))),
  );
  const specOf = (service: string): ProcessSpec => {
    const spec = specs.find(({ name }) => name === processName(profile, service));
    if (!spec) throw new LocalStackError('LOCAL_UNHEALTHY', `There is no service ${service}.`);
    return spec;
  };
  const recordOf = (service: string): ProcessRecord => {
    const record = readRecord(stack.paths.run, specOf(service).name);
    if (!record) throw new LocalStackError('LOCAL_UNHEALTHY', `The service ${service} does not run.`);
    return record;
  };
  return {
    stack,
    profile,
    bot,
    webhookSecret,
    ingressUrl: `http://127.0.0.1:${ports.ingress}`,
    replayUrl: options.model ? null : replayUrl(ports.replay),
    healthUrls: Object.fromEntries(serviceTable(inputs).map(({ name }) => [name, healthUrl(ports, name)])),
    pidOf: (service) => recordOf(service).pid,
    kill: async (service) => {
      const record = recordOf(service);
      process.kill(record.pid, 'SIGKILL');
      await becomesTrue(() => !isSameProcess(record), KILL_TIMEOUT_MS);
    },
    restart: async (service) => {
      await startProcess(stack.paths, specOf(service));
    },
    stop: async () => {
      const records = specs
        .map(({ name }) => readRecord(stack.paths.run, name))
        .filter((record) => record !== undefined);
      await Promise.all(records.map((record) => stopProcess(stack.paths, record)));
    },
  };
}

function processSpec(inputs: ServiceInputs, row: ServiceRow, ports: KeptPorts, version: string): ProcessSpec {
  const { paths } = inputs.stack;
  mkdirSync(serviceFolder(inputs.profile, row.name), { recursive: true });
  return {
    name: processName(inputs.profile, row.name),
    kind: 'service',
    command: process.execPath,
    args: [SMALL_YOUNG_GENERATION, join(paths.root, row.main)],
    env: { ...commonEnvironment(inputs, row.name, ports.health[row.name] ?? 0), ...row.env },
    cwd: paths.root,
    version,
    timeoutMs: START_TIMEOUT_MS,
    check: () => demandReady(healthUrl(ports, row.name)),
  };
}

function processName(profile: Profile, service: string): string {
  return profile.name === 'main' ? service : `${service}-${profile.name}`;
}

/** Ingress serves its health on its own port. */
function healthUrl(ports: KeptPorts, service: string): string {
  return `http://127.0.0.1:${service === 'ingress' ? ports.ingress : ports.health[service]}`;
}

async function demandReady(url: string): Promise<void> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
  if (!response.ok)
    throw new Error(`${url}/readyz: ${response.status} ${(await response.text()).slice(0, 300)}`);
}
