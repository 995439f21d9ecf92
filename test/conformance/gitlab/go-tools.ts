import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const SOURCE = join(import.meta.dirname, 'go-client');
const CACHE = join(import.meta.dirname, '../../../.fixpoint/cache');
const CLIENT_MODULE = 'gitlab.com/gitlab-org/api/client-go@v1.46.0';
/** Of the module's files, as the checksum database of Go has it. */
const CLIENT_SUM = 'h1:YxBWFZIFYKcGESCb9fpkwzouo+apyB9pr/XTWzNoL24=';
const DOWNLOAD_TIMEOUT_MS = 240_000;
const RUN_TIMEOUT_MS = 120_000;
const MAX_OUTPUT_BYTES = 4 * 1024 ** 2;

const Downloaded = z.object({ Dir: z.string(), Sum: z.string() });

/** The folder of GitLab's own Go client at the pinned version, its sum checked; downloaded on first use. */
export async function goClientModule(): Promise<string> {
  const { stdout } = await run('go', ['mod', 'download', '-json', CLIENT_MODULE], {
    ...{ cwd: SOURCE, timeout: DOWNLOAD_TIMEOUT_MS },
  });
  const { Dir, Sum } = Downloaded.parse(JSON.parse(stdout));
  if (Sum === CLIENT_SUM) return Dir;
  throw new Error(`${CLIENT_MODULE} has the sum ${Sum}, and not ${CLIENT_SUM}`);
}

export interface GoClient {
  /** What it printed. Throws with what it wrote to stderr when it fails. */
  run(args: readonly string[], input?: string): Promise<string>;
}

/** The program in `go-client/`, built on first use below `.fixpoint/cache`. */
export async function goClient(): Promise<GoClient> {
  const sources = await Promise.all(
    ['main.go', 'go.mod', 'go.sum'].map((name) => readFile(join(SOURCE, name))),
  );
  const digest = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 12);
  const program = join(CACHE, `gitlab-life-${digest}`);
  if (!existsSync(program)) await build(program);
  return {
    async run(args, input = '') {
      const child = run(program, args, { timeout: RUN_TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES });
      child.child.stdin?.end(input);
      return (await child).stdout;
    },
  };
}

/** Under another name first, so that one that was cut off is never taken for a whole one. */
async function build(program: string): Promise<void> {
  console.info(`Building GitLab's Go client into ${program} (once).`);
  const unfinished = `${program}.${randomUUID()}`;
  try {
    await run('go', ['build', '-mod=readonly', '-trimpath', '-o', unfinished, '.'], {
      ...{ cwd: SOURCE, timeout: DOWNLOAD_TIMEOUT_MS },
    });
    await rename(unfinished, program);
  } finally {
    await rm(unfinished, { force: true });
  }
}
