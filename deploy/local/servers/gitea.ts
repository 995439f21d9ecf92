import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { type ContainerSpec, containerCommand } from '../ways/container.ts';
import { findProgram } from '../ways/find-program.ts';
import { giteaSecrets } from './gitea-secrets.ts';
import { giteaSettings } from './gitea-settings.ts';
import { renderEnvironment, renderIni } from './ini.ts';
import { type Command, containerName, dataFolder, type EngineImage, type ServerRow } from './row.ts';
import { asServerUser, isRoot, SERVER_USER_ID } from './server-user.ts';

export const giteaRow: ServerRow = {
  name: 'gitea',
  title: 'Gitea, the local forge',
  ports: ['gitea'],
  running: { variable: 'FIXPOINT_GITEA_URL', address: (settings) => settings.gitea?.url },
  path: { program: 'gitea', start: (context, program) => giteaProgram(context, program, undefined) },
  image: {
    name: 'gitea/gitea:1.26.0-rootless',
    start: (context, engine) => containerCommand(giteaContainer(context, engine)),
  },
  goModule: {
    folder: 'gitea',
    package: 'code.gitea.io/gitea',
    tags: ['sqlite', 'sqlite_unlock_notify'],
    needsC: true,
    variables: { 'main.Version': '1.26.0' },
    start: (context, program) => giteaProgram(context, program, giteaTemplates(context)),
  },
  address: ({ ports }) => `http://127.0.0.1:${ports.gitea}`,
  check: checkGitea,
};

/** The settings file that Gitea's server and its administration commands read. */
export function giteaSettingsFile(context: Context): string {
  return join(dataFolder(context, 'gitea'), 'app.ini');
}

function giteaProgram(context: Context, program: string, staticFolder: string | undefined): Command {
  const folder = dataFolder(context, 'gitea');
  const file = giteaSettingsFile(context);
  const { ports } = context.settings;
  const launch = { port: ports.gitea, dataFolder: folder, secrets: giteaSecrets(context) };
  const settings = giteaSettings(staticFolder === undefined ? launch : { ...launch, staticFolder });
  writeFileSync(file, renderIni(settings), { mode: 0o600 });
  chmodSync(file, 0o600);
  if (isRoot()) for (const path of [folder, file]) chownSync(path, SERVER_USER_ID, SERVER_USER_ID);
  return asServerUser(folder, [program, '--config', file, 'web']);
}

export function giteaContainer(context: Context, engine: EngineImage): ContainerSpec {
  const folder = '/var/lib/gitea';
  const launch = { port: context.settings.ports.gitea, dataFolder: folder, secrets: giteaSecrets(context) };
  const env = { ...renderEnvironment('GITEA', giteaSettings(launch)), GITEA_APP_INI: `${folder}/app.ini` };
  return { ...engine, name: containerName(context, 'gitea'), args: [], env, dataFolder: folder };
}

/** Templates and texts, which a Gitea built by Go alone does not carry inside: copied, so that a cleaned module cache harms nothing. */
function giteaTemplates(context: Context): string {
  const { paths, settings } = context;
  const module = execaSync(
    findProgram('go', settings.path) ?? 'go',
    ['list', '-m', '-f', '{{.Version}} {{.Dir}}', 'code.gitea.io/gitea'],
    {
      cwd: join(paths.goModules, 'gitea'),
      env: { ...settings.toolEnvironment, GOWORK: 'off' },
      extendEnv: false,
    },
  ).stdout;
  const [version = '', ...folder] = module.split(' ');
  const share = join(paths.share, `gitea-${version}`);
  if (existsSync(share)) return share;
  mkdirSync(paths.share, { recursive: true });
  rmSync(`${share}.partial`, { recursive: true, force: true });
  for (const part of ['templates', 'options', 'public'])
    cpSync(join(folder.join(' '), part), join(`${share}.partial`, part), { recursive: true });
  renameSync(`${share}.partial`, share);
  return share;
}

const Health = z.object({ status: z.literal('pass') });
const Version = z.object({ version: z.string() });

/** Asks Gitea for its health (it looks at its database for it) and its API's version. */
async function checkGitea(url: string): Promise<void> {
  Health.parse(await askGitea(`${url}/api/healthz`));
  Version.parse(await askGitea(`${url}/api/v1/version`));
}

async function askGitea(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer.json();
}
