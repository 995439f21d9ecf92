import type { Context } from './context.ts';
import type { GiteaAdmin } from './endpoints.ts';
import { LocalStackError } from './errors.ts';
import { isSameProcess } from './processes/identity.ts';
import { readRecord } from './processes/records.ts';
import { step } from './report.ts';
import { hasImage, makeSandboxImage } from './sandbox/image.ts';
import { findEngine, startEngine } from './servers/engine.ts';
import { giteaRow } from './servers/gitea.ts';
import { giteaAdmin } from './servers/gitea-admin.ts';
import { containerGitea, programGitea } from './servers/gitea-command.ts';
import type { ServerRow } from './servers/row.ts';
import { type RunningServer, startServer } from './servers/start-server.ts';

/** The engine of an earlier start of ours, else the one that runs on this machine, else one that is started now. */
export async function haveEngine(context: Context): Promise<string> {
  const start = async () => {
    const { dockerHost } = context.settings;
    const record = readRecord(context.paths.run, 'docker');
    if (dockerHost === undefined && record !== undefined && isSameProcess(record))
      return startEngine(context);
    const found = await findEngine(context);
    if (found !== undefined) return found;
    if (dockerHost === undefined) return startEngine(context);
    throw new LocalStackError(
      'LOCAL_UNHEALTHY',
      `No Docker engine answers at ${dockerHost}. Start it, or unset DOCKER_HOST.`,
    );
  };
  return step(context.report, 'Docker engine', 'runs the sandboxes', start, (host) => host);
}

/** The sandbox image, as soon as the engine is there. */
export async function haveImage(context: Context, engine: Promise<string>): Promise<string> {
  const host = await engine;
  const { sandboxImage } = context.settings;
  if (sandboxImage === undefined) return makeSandboxImage(context, host);
  if (await hasImage(host, sandboxImage)) return sandboxImage;
  const detail = `The engine has no image ${sandboxImage}. Load it, or unset FIXPOINT_SANDBOX_IMAGE.`;
  throw new LocalStackError('LOCAL_IMAGE_FAILED', detail);
}

export async function haveServer(
  context: Context,
  row: ServerRow,
  engine: Promise<string>,
): Promise<RunningServer> {
  const startedAt = performance.now();
  const server = await startServer(context, row, engine);
  const detail = `${server.address} (${server.reused ? 'runs already' : `from ${server.way}`})`;
  // A build or a pull tells of itself; this adds one line at the end.
  context.report({ step: row.title, status: 'done', elapsedMs: performance.now() - startedAt, detail });
  return server;
}

export interface GiteaWithAdmin {
  readonly url: string;
  readonly admin: GiteaAdmin;
}

export async function haveGitea(context: Context, engine: Promise<string>): Promise<GiteaWithAdmin> {
  const server = await haveServer(context, giteaRow, engine);
  const configured = context.settings.gitea;
  if (configured !== undefined) {
    const { url, user, password, token } = configured;
    return { url, admin: { user, password, token } };
  }
  const command =
    server.way === 'image' ? containerGitea(context, server.source) : programGitea(context, server.source);
  return { url: server.address, admin: await giteaAdmin(context, server.address, command) };
}
