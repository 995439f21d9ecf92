import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = join(import.meta.dirname, '../../.fixpoint/cache');
const INSTALL_TIMEOUT_MS = 240_000;
const SCRIPT_TIMEOUT_MS = 120_000;
const MAX_OUTPUT_BYTES = 4 * 1024 ** 2;
/** Only what was installed for it is imported, whatever the machine has. */
const START = [
  'import runpy, sys',
  'sys.path.insert(0, sys.argv[1])',
  'sys.argv = sys.argv[2:]',
  'runpy.run_path(sys.argv[0], run_name="__main__")',
].join('\n');

export interface PythonClient {
  /** Runs a script with these arguments; what it printed. Throws with what it wrote to stderr when it fails. */
  run(script: string, ...args: readonly string[]): Promise<string>;
}

/**
 * Python with exactly these packages (`name==version`, with everything they need), installed on first use below
 * `.fixpoint/cache`.
 */
export async function pythonWith(requirements: readonly string[]): Promise<PythonClient> {
  const digest = createHash('sha256').update(JSON.stringify(requirements)).digest('hex').slice(0, 12);
  const packages = join(CACHE, `python-${digest}`);
  if (!existsSync(packages)) await install(requirements, packages);
  return {
    async run(script, ...args) {
      const { stdout } = await run('python3', ['-I', '-c', START, packages, script, ...args], {
        timeout: SCRIPT_TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT_BYTES,
      });
      return stdout;
    },
  };
}

/** Into a folder of its own first, so that one that was cut off is never taken for a whole one. */
async function install(requirements: readonly string[], packages: string): Promise<void> {
  console.info(`Installing ${requirements.join(', ')} into ${packages} (once).`);
  const unfinished = `${packages}.${randomUUID()}`;
  await mkdir(unfinished, { recursive: true });
  try {
    const options = ['--quiet', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check'];
    await run('python3', ['-m', 'pip', 'install', ...options, '--target', unfinished, ...requirements], {
      timeout: INSTALL_TIMEOUT_MS,
    });
    await rename(unfinished, packages);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Somebody else may have been faster.
    if (!existsSync(packages)) throw error;
  }
}
