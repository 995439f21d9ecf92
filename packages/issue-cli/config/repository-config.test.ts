import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configPathOf, readRepositoryConfig, updateRepositoryConfig } from './repository-config.ts';
import { git, temporaryClone, temporaryFolder } from './testing/temporary-clone.ts';

function folderWith(config: unknown): string {
  const root = temporaryFolder();
  mkdirSync(join(root, '.issue-core'));
  writeFileSync(configPathOf(root), typeof config === 'string' ? config : JSON.stringify(config));
  return root;
}

const GITEA = { type: 'gitea', url: 'http://localhost:3000', owner: 'ada', repo: 'engine' } as const;

describe('the configuration of a repository', () => {
  test('is none at first', async () => {
    expect(await readRepositoryConfig(temporaryFolder())).toBeNull();
  });

  test('is read as it was written, with what only newer versions know', async () => {
    const config = { version: 1, backends: { work: { ...GITEA, proxy: 'p' } }, theme: { dark: true } };
    const root = folderWith(config);

    const changed = await updateRepositoryConfig(root, (it) => ({ ...it, defaultBackend: 'work' }));

    expect(changed).toEqual({ ...config, defaultBackend: 'work' });
    expect(await readRepositoryConfig(root)).toEqual(changed);
  });

  test.each([
    ['{"version":1,', 'is no JSON'],
    [[], 'file: '],
    [{}, 'version: only version 1'],
    [{ version: 2 }, 'version: only version 1'],
    [{ version: 1, backends: { a: { type: 'jira' } } }, 'backends.a.type: '],
    [{ version: 1, backends: { a: { ...GITEA, url: 'localhost' } } }, 'backends.a.url: give an address'],
    [{ version: 1, backends: { a: { ...GITEA, url: 'http://u:p@host' } } }, 'backends.a.url: must not hold'],
    [{ version: 1, backends: { a: { ...GITEA, token: 'x' } } }, 'backends.a.token: no secrets'],
    [{ version: 1, api_key: 'x' }, 'api_key: no secrets'],
    [{ version: 1, backends: { '../x': GITEA } }, 'backends.../x: '],
    [{ version: 1, defaultBackend: 'gone' }, 'defaultBackend: there is no backend gone'],
    [{ version: 1, defaultBackend: 'toString' }, 'defaultBackend: there is no backend'],
  ])('%j is refused by its file and field', async (config, expected) => {
    const root = folderWith(config);

    const failure = readRepositoryConfig(root);

    await expect(failure).rejects.toMatchObject({ code: 'INVALID_CONFIG' });
    await expect(failure).rejects.toThrow(expected);
    await expect(failure).rejects.toThrow(configPathOf(root));
  });

  test('does not tell the secret that it refuses', async () => {
    const root = folderWith({ version: 1, backends: { a: { ...GITEA, token: 'hush' } } });

    await expect(readRepositoryConfig(root)).rejects.not.toThrow(/hush/);
  });

  test('that is broken is not overwritten, nor is a good one by a broken one', async () => {
    const broken = folderWith('{');
    await expect(updateRepositoryConfig(broken, (it) => it)).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
    });
    expect(readFileSync(configPathOf(broken), 'utf8')).toBe('{');

    const good = folderWith({ version: 1 });
    const failure = updateRepositoryConfig(good, (it) => ({ ...it, defaultBackend: 'gone' }));
    await expect(failure).rejects.toMatchObject({ code: 'INVALID_CONFIG' });
    expect(readFileSync(configPathOf(good), 'utf8')).toBe('{"version":1}');
    expect(readdirSync(join(good, '.issue-core')).sort()).toEqual(['.gitignore', 'config.json']);
  });

  test('keeps the changes of all who change it at once', async () => {
    const root = temporaryFolder();
    const names = Array.from({ length: 20 }, (_, index) => `b${index}`);

    await Promise.all(
      names.map((name) =>
        updateRepositoryConfig(root, (it) => ({ ...it, backends: { ...it.backends, [name]: GITEA } })),
      ),
    );

    const config = await readRepositoryConfig(root);
    expect(Object.keys(config?.backends ?? {}).sort()).toEqual(names.sort());
  });

  test('is not held up by somebody who died while changing it', async () => {
    const root = folderWith({ version: 1 });
    const lock = join(root, '.issue-core', 'config.json.lock');
    writeFileSync(lock, '');
    const longAgo = Date.now() / 1_000 - 60;
    utimesSync(lock, longAgo, longAgo);

    await updateRepositoryConfig(root, (it) => ({ ...it, agent: 'coder' }));

    expect(await readRepositoryConfig(root)).toMatchObject({ agent: 'coder' });
  });

  test('whatever the file holds, is read or refused as ours', async () => {
    const root = folderWith('');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.json(), fc.string(), fc.constant(JSON.stringify({ version: 1 }))),
        async (text) => {
          writeFileSync(configPathOf(root), text);
          const outcome = await readRepositoryConfig(root).then(
            (config) => config?.version,
            (error: { code?: unknown }) => error.code,
          );
          expect([1, 'INVALID_CONFIG']).toContain(outcome);
        },
      ),
    );
  });
});

test('of the folder, git sees nothing but the configuration', async () => {
  const clone = temporaryClone();
  await updateRepositoryConfig(clone, (it) => it);
  writeFileSync(join(clone, '.issue-core', 'issues.db'), 'x');

  git(clone, 'add', '--all');
  git(clone, 'commit', '--quiet', '-m', 'all');
  git(clone, 'rm', '--quiet', '--cached', '.issue-core/config.json');

  expect(() => git(clone, 'ls-files', '--error-unmatch', '.issue-core/issues.db')).toThrow(/did not match/);
  expect(() => git(clone, 'ls-files', '--error-unmatch', '.issue-core/.gitignore')).toThrow(/did not match/);
  expect(statSync(configPathOf(clone)).mode & 0o111).toBe(0);
});
