import { existsSync } from 'node:fs';
import { execa } from 'execa';
import type { Context } from './context.ts';
import { LocalStackError } from './errors.ts';
import { step } from './report.ts';
import { findProgram } from './ways/find-program.ts';

/** Programs that the stack may need from the system, and the Debian packages that bring them. */
const PACKAGE_OF: Readonly<Record<string, readonly string[]>> = {
  dockerd: ['docker.io'],
  debootstrap: ['debootstrap', 'debian-archive-keyring'],
  git: ['git'],
  gcc: ['gcc', 'libc6-dev'],
  go: [],
  tar: ['tar'],
  setpriv: ['util-linux'],
};

const INSTALL_TIMEOUT_MS = 10 * 60_000;

/**
 * Makes sure that programs are there. As root on Debian the packages that bring them are installed, announced first.
 * @throws {LocalStackError} LOCAL_PROGRAM_MISSING, saying what to install.
 */
export async function demandPrograms(
  context: Context,
  programs: readonly string[],
  purpose: string,
): Promise<void> {
  const missing = () =>
    programs.filter((program) => findProgram(program, context.settings.path) === undefined);
  if (missing().length === 0) return;
  const { installations } = context;
  const turn = installations.last.then(async () => {
    const packages = missing().flatMap((program) => PACKAGE_OF[program] ?? []);
    if (packages.length > 0 && canInstall()) await install(context, packages, purpose);
  });
  installations.last = turn.catch(() => undefined);
  await turn;
  const still = missing();
  if (still.length > 0)
    throw new LocalStackError('LOCAL_PROGRAM_MISSING', `${howToInstall(still)} (needed to ${purpose})`);
}

/** What a person has to do to have programs. */
export function howToInstall(programs: readonly string[]): string {
  const packages = programs.flatMap((program) => PACKAGE_OF[program] ?? [program]);
  const lines: string[] = [];
  if (programs.includes('go'))
    lines.push('Install Go 1.26 or newer from https://go.dev/dl/ and put its bin folder on PATH.');
  if (packages.length > 0)
    lines.push(
      `Install ${programs.filter((name) => name !== 'go').join(', ')}: sudo apt-get install ${packages.join(' ')}`,
    );
  return lines.join(' ');
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

async function install(context: Context, packages: readonly string[], purpose: string): Promise<void> {
  await step(
    context.report,
    `install ${packages.join(' ')}`,
    `Debian packages that this system lacks, to ${purpose}`,
    async () => {
      const options = {
        env: { ...context.settings.toolEnvironment, DEBIAN_FRONTEND: 'noninteractive' },
        extendEnv: false,
        all: true,
        reject: false,
        timeout: INSTALL_TIMEOUT_MS,
      } as const;
      const wait = ['-o', 'DPkg::Lock::Timeout=300', '-qq'];
      await execa('apt-get', [...wait, 'update'], options);
      const result = await execa(
        'apt-get',
        [...wait, 'install', '-y', '--no-install-recommends', ...packages],
        options,
      );
      if (result.failed)
        throw new LocalStackError(
          'LOCAL_PROGRAM_MISSING',
          `apt-get install ${packages.join(' ')}: ${result.all.slice(-800)}`,
        );
    },
  );
}
