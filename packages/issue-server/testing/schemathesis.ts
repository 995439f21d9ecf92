import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

const VERSION = '4.32.5';
const CACHE = join(import.meta.dirname, '../../../.fixpoint/cache');
const INSTALL_TIMEOUT_MS = 240_000;
/** Beside the time that it is given: to start, to shrink what it found, to report. */
const SPARE_MS = 60_000;
/** Only what was installed for it is imported, whatever the machine has. */
const START =
  'import sys; sys.path.insert(0, sys.argv.pop(1)); from schemathesis.cli import schemathesis; schemathesis()';

/**
 * 400 is for what does not fit the schema, so a request that fits may get any other answer, and one that does not must be
 * refused. Unknown headers are let through, as HTTP has it; unknown fields of bodies are in `fuzz.test.ts`.
 */
const SETTINGS = `
[generation]
allow-extra-parameters = false
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "412", "422"]
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "431"]
`;

export interface SchemathesisRun {
  readonly exitCode: number | undefined;
  readonly output: string;
}

/** Tests what an OpenAPI document promises; Schemathesis is installed on first use below `.fixpoint/cache`. */
export async function runSchemathesis(
  url: string,
  { authorization, maxSeconds }: { readonly authorization: string; readonly maxSeconds: number },
): Promise<SchemathesisRun> {
  const packages = join(CACHE, `schemathesis-${VERSION}`);
  if (!existsSync(packages)) await install(packages);
  const cwd = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  try {
    await writeFile(join(cwd, 'schemathesis.toml'), SETTINGS);
    const bounds = ['--max-time', `${maxSeconds}`, '--max-examples', '10', '--seed', '1'];
    const shape = ['--continue-on-failure', '--no-color', '--warnings', 'off'];
    const { exitCode, all } = await execa(
      'python3',
      ['-I', '-c', START, packages, 'run', url, '-H', `Authorization: ${authorization}`, ...bounds, ...shape],
      { cwd, all: true, reject: false, timeout: maxSeconds * 1_000 + SPARE_MS },
    );
    return { exitCode, output: all };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** Into a folder of its own first, so that one that was cut off is never taken for a whole one. */
async function install(packages: string): Promise<void> {
  const unfinished = `${packages}.${randomUUID()}`;
  await mkdir(unfinished, { recursive: true });
  try {
    const options = ['--quiet', '--only-binary=:all:', '--disable-pip-version-check', '--target', unfinished];
    await execa('python3', ['-m', 'pip', 'install', ...options, `schemathesis==${VERSION}`], {
      timeout: INSTALL_TIMEOUT_MS,
    });
    await rename(unfinished, packages);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Somebody else may have been faster.
    if (!existsSync(packages)) throw error;
  }
}
