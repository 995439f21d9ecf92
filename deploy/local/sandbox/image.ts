import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type Docker from 'dockerode';
import { execa } from 'execa';
import type { Context } from '../context.ts';
import { demandPrograms } from '../debian-packages.ts';
import { LocalStackError } from '../errors.ts';
import { step } from '../report.ts';
import { answered, engineClient } from '../servers/engine.ts';
import { isRoot } from '../servers/server-user.ts';
import { LAYOUT_SCRIPT, RECIPE, sandboxImageName, systemHash } from './recipe.ts';

const STEP_TIMEOUT_MS = 15 * 60_000;

/** Asks an engine whether it has an image. */
export async function hasImage(host: string, image: string): Promise<boolean> {
  return answered(engineClient(host).getImage(image).inspect(), host).then(
    () => true,
    () => false,
  );
}

/** Makes the Debian system of the sandbox, once; the folder is the start of every image. */
async function sandboxSystem(context: Context): Promise<string> {
  const { paths, settings } = context;
  const system = join(paths.cache, `sandbox-${systemHash()}`);
  if (existsSync(system)) return system;
  demandRoot();
  await demandPrograms(context, ['debootstrap'], 'make the sandbox image');
  await step(
    context.report,
    'make the sandbox',
    `a Debian system with ${RECIPE.packages.length} packages for the agent's container; once only`,
    async () => {
      const partial = `${system}.partial`;
      await discard(partial);
      mkdirSync(paths.cache, { recursive: true });
      const wanted = `--include=${RECIPE.packages.join(',')}`;
      await throughPlainPath(partial, (target) =>
        run(context, 'debootstrap', [
          '--variant=minbase',
          wanted,
          RECIPE.suite,
          target,
          settings.debianMirror,
        ]),
      );
      renameSync(partial, system);
    },
  );
  return system;
}

/**
 * Makes sure that the engine has the sandbox image, and returns its name.
 * @throws {LocalStackError} LOCAL_IMAGE_FAILED, LOCAL_PROGRAM_MISSING
 */
export async function makeSandboxImage(context: Context, host: string): Promise<string> {
  const image = sandboxImageName(process.version);
  if (await hasImage(host, image)) return image;
  const system = await sandboxSystem(context);
  await step(
    context.report,
    'load the sandbox image',
    `the Docker engine does not have ${image}`,
    async () => {
      const npm = await npmFolder(context);
      const { user, folders } = RECIPE;
      await run(context, 'sh', [
        LAYOUT_SCRIPT,
        system,
        process.execPath,
        npm,
        user.name,
        String(user.id),
        ...folders,
      ]);
      await importSystem(engineClient(host), system, image);
    },
  );
  return image;
}

async function npmFolder(context: Context): Promise<string> {
  const prefix = join(context.paths.cache, `npm-${RECIPE.npmVersion}`);
  const folder = join(prefix, 'node_modules/npm');
  if (!existsSync(folder)) {
    const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    await run(context, 'npm', ['install', '--prefix', prefix, ...flags, `npm@${RECIPE.npmVersion}`]);
  }
  return folder;
}

async function importSystem(engine: Docker, system: string, image: string): Promise<void> {
  const [repo, tag] = image.split(':');
  const { user } = RECIPE;
  const tar = spawn('tar', ['--create', '--numeric-owner', '--one-file-system', '--directory', system, '.'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const changes = [
    `USER ${user.id}:${user.id}`,
    `ENV HOME=/home/${user.name}`,
    'ENV LANG=C.UTF-8',
    'WORKDIR /work',
    'CMD ["bash"]',
  ];
  changes.push('ENV PATH=/usr/local/bin:/usr/bin:/bin');
  const answer = await engine.importImage(tar.stdout, {
    fromSrc: '-',
    repo,
    tag,
    changes: changes.join('\n'),
  });
  await new Promise<void>((resolve, reject) => {
    engine.modem.followProgress(answer, (error) => (error === null ? resolve() : reject(error)));
  });
}

async function run(context: Context, command: string, args: readonly string[]): Promise<void> {
  const env = { ...context.settings.toolEnvironment };
  const result = await execa(command, args, {
    env,
    extendEnv: false,
    all: true,
    reject: false,
    timeout: STEP_TIMEOUT_MS,
    ...(context.signal ? { cancelSignal: context.signal } : {}),
  });
  if (result.failed)
    throw new LocalStackError('LOCAL_IMAGE_FAILED', `${result.shortMessage}\n${result.all.slice(-1500)}`);
}

/** debootstrap breaks on a path with a space; it is given one through a link that has none. */
async function throughPlainPath(folder: string, action: (plain: string) => Promise<void>): Promise<void> {
  const link = mkdtempSync(join(tmpdir(), 'fixpoint-'));
  try {
    symlinkSync(dirname(folder), join(link, 'cache'));
    await action(join(link, 'cache', basename(folder)));
  } finally {
    rmSync(link, { recursive: true, force: true });
  }
}

/** An interrupted debootstrap may have left its mounts, through which a removal must not go. */
async function discard(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const mount of ['proc', 'sys']) await execa('umount', [join(folder, mount)], { reject: false });
  rmSync(folder, { recursive: true, force: true });
}

function demandRoot(): void {
  if (isRoot()) return;
  const detail =
    'Making the sandbox image needs root. Run ./fixpoint up once as root, or set FIXPOINT_SANDBOX_IMAGE to an image that the engine has.';
  throw new LocalStackError('LOCAL_IMAGE_FAILED', detail);
}
