import { type LocalSettings, readLocalSettings } from '@fixpoint/config/local.ts';
import type { Context } from './context.ts';
import { demandPorts } from './demand-ports.ts';
import { type Endpoints, writeEndpoints } from './endpoints.ts';
import { haveEngine, haveGitea, haveImage, haveServer } from './parts.ts';
import { type LocalPaths, localPaths } from './paths.ts';
import { withStackLock } from './processes/lock.ts';
import { stopProcesses } from './processes/stop.ts';
import type { Report } from './report.ts';
import { endLeftContainerd } from './servers/engine.ts';
import { storeRow } from './servers/store.ts';
import { temporalRow } from './servers/temporal.ts';
import { buildGo } from './ways/build-go.ts';
import { findProgram } from './ways/find-program.ts';

export interface StackOptions {
  /** Default: read from the environment. */
  readonly settings?: LocalSettings;
  /** Default: this checkout. */
  readonly paths?: LocalPaths;
  readonly report?: Report;
  /** Aborted, it starts nothing more; whoever aborts it stops what was started. */
  readonly signal?: AbortSignal;
}

export interface LocalStack {
  readonly endpoints: Endpoints;
  readonly paths: LocalPaths;
  readonly settings: LocalSettings;
}

/**
 * Starts every server that does not run yet, makes what they need, and waits until each of them answers the real question.
 * @throws {LocalStackError} whose message says what to change
 */
export async function startStack(options: StackOptions = {}): Promise<LocalStack> {
  const context = contextOf(options);
  return withStackLock(context.paths, tellWaiting(context), async () => {
    await demandPorts(context);
    const engine = haveEngine(context);
    const [dockerHost, sandboxImage, temporal, store, gitea] = await Promise.all([
      engine,
      haveImage(context, engine),
      haveServer(context, temporalRow, engine),
      haveServer(context, storeRow, engine),
      haveGitea(context, engine),
    ]);
    const endpoints: Endpoints = {
      temporalAddress: temporal.address,
      temporalUiUrl:
        context.settings.temporalUiUrl ?? `http://127.0.0.1:${context.settings.ports.temporalUi}`,
      storeUrl: store.address,
      giteaUrl: gitea.url,
      giteaAdmin: gitea.admin,
      dockerHost,
      dockerSocketPath: dockerHost.startsWith('unix://') ? dockerHost.slice('unix://'.length) : '',
      sandboxImage,
    };
    writeEndpoints(context.paths, endpoints);
    return { endpoints, paths: context.paths, settings: context.settings };
  });
}

/** Stops what was started in this checkout, services first; returns the names. What ran before is left alone. */
export async function stopStack(options: StackOptions = {}): Promise<string[]> {
  const context = contextOf(options);
  return withStackLock(context.paths, tellWaiting(context), async () => {
    const services = await stopProcesses(context.paths, 'service');
    const servers = await stopProcesses(context.paths, 'server');
    await endLeftContainerd(context.paths);
    return [...services, ...servers];
  });
}

/** The program of Temporal's server, built if need be, for tests that start one of their own. */
export async function temporalProgram(options: StackOptions = {}): Promise<string> {
  const context = contextOf(options);
  const { path, goModule } = temporalRow;
  const found = findProgram(path.program, context.settings.path);
  if (found !== undefined) return found;
  const build = () => buildGo(context, goModule.folder, goModule);
  return withStackLock(context.paths, tellWaiting(context), build);
}

function contextOf(options: StackOptions): Context {
  return {
    settings: options.settings ?? readLocalSettings(),
    paths: options.paths ?? localPaths(),
    report: options.report ?? (() => undefined),
    signal: options.signal,
    installations: { last: Promise.resolve() },
  };
}

function tellWaiting({ report }: Context): (pid: number) => void {
  const why = 'it starts or stops the stack of this checkout';
  return (pid) => report({ step: `wait for process ${pid}`, status: 'running', elapsedMs: 0, why });
}
