import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { emptyEnvironment, temporaryFolder } from './config/testing/temporary-clone.ts';
import { environmentOf } from './testing/served-world.ts';

const LISTING = new URL('testing/list-loaded.ts', import.meta.url);
const PACKAGES = /\/packages\/(issue-[a-z]+)\//;

/** The packages of Issue Core that a command loads. */
async function loadedBy(args: readonly string[], environment: Record<string, string> = {}) {
  const folder = temporaryFolder();
  const hooks = ['--import', LISTING.href];
  const { stderr } = await execa(
    process.execPath,
    [...hooks, join(import.meta.dirname, 'main.ts'), ...args],
    {
      cwd: folder,
      env: { ...emptyEnvironment(folder), ...environment },
      extendEnv: false,
      reject: false,
      timeout: 30_000,
    },
  );
  return new Set(stderr.split('\n').flatMap((line) => PACKAGES.exec(line)?.[1] ?? []));
}

test('a command loads no more than it needs', async () => {
  expect(await loadedBy(['list'])).toEqual(new Set(['issue-cli', 'issue-core']));
  expect(await loadedBy(['list'], environmentOf('http://127.0.0.1:9'))).toContain('issue-client');
});
