import { z } from 'zod';
import type { Context } from '../context.ts';
import { readEndpoints } from '../endpoints.ts';
import { isSameProcess } from '../processes/identity.ts';
import { logTail } from '../processes/log-tail.ts';
import { readRecord, readRecords } from '../processes/records.ts';
import { hasImage } from '../sandbox/image.ts';
import { sandboxImageName } from '../sandbox/recipe.ts';
import { checkEngine, engineClient, findEngine } from '../servers/engine.ts';
import type { ServerRow } from '../servers/row.ts';
import { SERVERS } from '../servers/table.ts';
import { askPart, type Finding } from './finding.ts';

const START = 'Start it: ./fixpoint up';

/** Asks every server the real question. */
export async function examineServers(context: Context): Promise<Finding[]> {
  const servers = SERVERS.map((row) => examineServer(context, row));
  return Promise.all([...examineEngine(context), ...servers, examineForgeLogin(context)]);
}

/** The services of Fixpoint that were started and must still run. */
export function examineServices(context: Context): Finding[] {
  const services = readRecords(context.paths.run).filter((record) => record.kind === 'service');
  return services.map((record): Finding => {
    if (isSameProcess(record)) return { part: record.name, status: 'ok', detail: `process ${record.pid}` };
    return {
      part: record.name,
      status: 'broken',
      detail: `it ended:\n${logTail(record.logPath, 5)}`,
      mend: START,
    };
  });
}

function examineEngine(context: Context): Promise<Finding>[] {
  const host = engineAddress(context);
  const image = context.settings.sandboxImage ?? sandboxImageName(process.version);
  const askEngine = async () => {
    const address = await host;
    await checkEngine(address);
    return `${(await engineClient(address).version()).Version} at ${address}`;
  };
  const askImage = async () => {
    if (await hasImage(await host, image)) return image;
    throw new Error(`the engine does not have ${image}`);
  };
  return [
    askPart('Docker', askEngine, 'Start it: ./fixpoint up, or set DOCKER_HOST to an engine that runs.'),
    askPart('Sandbox image', askImage, 'Make it: ./fixpoint up'),
  ];
}

async function engineAddress(context: Context): Promise<string> {
  const ours = readRecord(context.paths.run, 'docker');
  const known = readEndpoints(context.paths)?.dockerHost;
  if (
    context.settings.dockerHost === undefined &&
    ours !== undefined &&
    known !== undefined &&
    isSameProcess(ours)
  )
    return known;
  const found = await findEngine(context);
  if (found !== undefined) return found;
  throw new Error(
    `no engine answers${context.settings.dockerHost === undefined ? '' : ` at ${context.settings.dockerHost}`}`,
  );
}

function examineServer(context: Context, row: ServerRow): Promise<Finding> {
  const configured = row.running.address(context.settings);
  const address = configured ?? row.address(context.settings);
  const ask = async () => {
    await row.check(address);
    return address;
  };
  const mend = configured === undefined ? START : `Start it, or unset ${row.running.variable}.`;
  return askPart(row.title, ask, mend);
}

const Login = z.object({ is_admin: z.literal(true) });

function examineForgeLogin(context: Context): Promise<Finding> {
  const ask = async () => {
    const endpoints = readEndpoints(context.paths);
    if (endpoints === undefined) throw new Error('the stack was not started yet');
    const { giteaUrl, giteaAdmin } = endpoints;
    const headers = { authorization: `token ${giteaAdmin.token}` };
    const answer = await fetch(`${giteaUrl}/api/v1/user`, { headers, signal: AbortSignal.timeout(5_000) });
    if (!answer.ok)
      throw new Error(`${giteaUrl} answers ${answer.status} to the token of ${giteaAdmin.user}`);
    Login.parse(await answer.json());
    return `${giteaAdmin.user} is an administrator`;
  };
  return askPart('Gitea login', ask, 'Run ./fixpoint up, which makes the administrator and a token.');
}
