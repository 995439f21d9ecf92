import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Context } from '../context.ts';
import { demandPrograms } from '../debian-packages.ts';
import { LocalStackError } from '../errors.ts';
import { logTail } from '../processes/log-tail.ts';
import { step } from '../report.ts';
import { findProgram } from './find-program.ts';

/** A server that is built from a committed Go module: `deploy/local/go/FOLDER` pins every version. */
export interface GoModule {
  readonly folder: string;
  /** The package to build; `.` is the module's own main. */
  readonly package: string;
  readonly tags: readonly string[];
  readonly needsC: boolean;
  /** Variables of the program that its own build sets, e.g. `main.Version`. */
  readonly variables?: Readonly<Record<string, string>>;
}

const BUILD_TIMEOUT_MS = 20 * 60_000;

/**
 * The path of a server built from its Go module, building it when the module changed since the last time.
 * @throws {LocalStackError} LOCAL_PROGRAM_MISSING, LOCAL_BUILD_FAILED
 */
export async function buildGo(context: Context, name: string, module: GoModule): Promise<string> {
  const { paths, report } = context;
  const binary = join(paths.bin, name);
  const source = join(paths.goModules, module.folder);
  const stamp = `${binary}.stamp`;
  const wanted = versionOf(source, module);
  if (existsSync(binary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return binary;
  const programs = module.needsC ? ['go', 'gcc'] : ['go'];
  await demandPrograms(context, programs, `build ${name}`);
  await step(
    report,
    `build ${name}`,
    'it is neither running, on PATH, nor to be had as an image; once only',
    async () => {
      mkdirSync(paths.bin, { recursive: true });
      await compile(context, name, module, source, `${binary}.partial`);
      renameSync(`${binary}.partial`, binary);
      writeFileSync(stamp, wanted);
    },
  );
  return binary;
}

async function compile(
  context: Context,
  name: string,
  module: GoModule,
  source: string,
  output: string,
): Promise<void> {
  const { paths, settings } = context;
  const log = join(paths.logs, `build-${name}.log`);
  mkdirSync(paths.logs, { recursive: true });
  const variables = Object.entries(module.variables ?? {}).map(
    ([variable, value]) => `-X ${variable}=${value}`,
  );
  const flags = ['-trimpath', '-buildvcs=false', '-mod=readonly', `-tags=${module.tags.join(',')}`];
  const args = [
    'build',
    ...flags,
    `-ldflags=${['-s', '-w', ...variables].join(' ')}`,
    '-o',
    output,
    module.package,
  ];
  const result = await execa(findProgram('go', settings.path) ?? 'go', args, {
    cwd: source,
    env: {
      ...settings.toolEnvironment,
      CGO_ENABLED: module.needsC ? '1' : '0',
      CGO_CFLAGS: '-O2',
      GOWORK: 'off',
    },
    extendEnv: false,
    all: true,
    reject: false,
    timeout: BUILD_TIMEOUT_MS,
    ...(context.signal ? { cancelSignal: context.signal } : {}),
  });
  writeFileSync(log, result.all);
  if (result.failed)
    throw new LocalStackError('LOCAL_BUILD_FAILED', `${name}: ${result.shortMessage}\n${logTail(log)}`);
}

function versionOf(source: string, module: GoModule): string {
  const hash = createHash('sha256').update(JSON.stringify(module));
  for (const file of ['go.mod', 'go.sum', 'main.go']) {
    const path = join(source, file);
    if (existsSync(path)) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}
