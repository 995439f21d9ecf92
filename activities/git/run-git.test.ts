import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { secretsOf } from './git-environment.ts';
import { gitError } from './git-errors.ts';
import { prepareBase } from './prepare-base.ts';
import { createGitScene, type GitScene } from './testing/git-scene.ts';
import { TEST_TOKEN } from './testing/git-server.ts';

const SECRETS = secretsOf({ url: 'https://forge.test', gitToken: TEST_TOKEN });
let scene: GitScene;

beforeEach(async () => {
  scene = await createGitScene();
});
afterEach(() => scene.remove());

/** The command lines of all processes that speak to the server of this test, as any user of the machine sees them. */
function commandLines(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        // It ended since it was listed.
        return [];
      }
    })
    .filter((line) => line.includes(scene.server.url));
}

test('a git that hangs shows no token in its arguments, and dies with its helpers when it is cancelled', async () => {
  const cancel = new AbortController();
  const reached = scene.server.hang();
  const { repository } = scene.issue;
  const outcome = prepareBase(scene.ports, scene.mirrors, repository, cancel.signal).catch(
    (error: unknown) => error,
  );
  await reached;
  const running = commandLines();

  cancel.abort();

  expect(running.length).toBeGreaterThan(1);
  expect(running.filter((line) => SECRETS.some((secret) => line.includes(secret)))).toEqual([]);
  expect(await outcome).toMatchObject({ name: 'AbortError' });
  await expect.poll(commandLines, { timeout: 3_000 }).toEqual([]);
});

test('no form of the token is told', () => {
  const error = gitError('git fetch', `sent: ${SECRETS.join(' and ')}`, SECRETS);

  expect(SECRETS.filter((secret) => String(error).includes(secret))).toEqual([]);
});
