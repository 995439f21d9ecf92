import { execa } from 'execa';
import type { Context } from '../context.ts';
import { LocalStackError } from '../errors.ts';
import { engineClient } from './engine.ts';
import { giteaSettingsFile } from './gitea.ts';
import type { GiteaCommand } from './gitea-admin.ts';
import { containerName, dataFolder } from './row.ts';
import { asServerUser } from './server-user.ts';

const TIMEOUT_MS = 60_000;

/** Runs administration commands with the program that the server was started from. */
export function programGitea(context: Context, program: string): GiteaCommand {
  return async (args) => {
    const [command, ...rest] = asServerUser(dataFolder(context, 'gitea'), [
      program,
      '--config',
      giteaSettingsFile(context),
      ...args,
    ]);
    const result = await execa(command, rest, {
      env: serverEnvironment(context),
      extendEnv: false,
      reject: false,
      timeout: TIMEOUT_MS,
    });
    if (!result.failed) return result.stdout;
    throw new LocalStackError(
      'LOCAL_UNHEALTHY',
      `gitea ${args.slice(0, 3).join(' ')}: ${result.stderr.slice(-800) || result.stdout.slice(-800)}`,
    );
  };
}

/** Runs administration commands in the server's container. */
export function containerGitea(context: Context, host: string): GiteaCommand {
  return async (args) => {
    const engine = engineClient(host);
    const container = engine.getContainer(containerName(context, 'gitea'));
    const Cmd = ['gitea', '--config', '/var/lib/gitea/app.ini', ...args];
    const exec = await container.exec({ Cmd, AttachStdout: true, AttachStderr: true, Tty: true });
    const chunks: Buffer[] = [];
    for await (const chunk of await exec.start({ Tty: true })) chunks.push(chunk as Buffer);
    const output = Buffer.concat(chunks).toString('utf8');
    if ((await exec.inspect()).ExitCode === 0) return output;
    throw new LocalStackError(
      'LOCAL_UNHEALTHY',
      `gitea ${args.slice(0, 3).join(' ')}: ${output.slice(-800)}`,
    );
  };
}

/** What Gitea sees of the environment: it starts git, which wants a home that it can read. */
export function serverEnvironment(context: Context): Record<string, string> {
  const home = dataFolder(context, 'gitea');
  return { PATH: context.settings.path, HOME: home, USER: 'gitea', GIT_CONFIG_NOSYSTEM: '1' };
}
