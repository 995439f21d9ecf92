import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localServers } from '@fixpoint/forges/http/testing/local-server.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { detectForge, knownForge } from './detect.ts';
import { keepDetected, readDetected } from './detected-cache.ts';
import { frontOf } from './testing/forge-fronts.ts';
import { temporaryFolder } from './testing/temporary-clone.ts';

const servers = localServers();
afterEach(() => servers[Symbol.asyncDispose]());

describe('what a server is', () => {
  test.each([
    ['gitea', 'gitea'],
    ['gitea-private', 'gitea'],
    ['gitlab', 'gitlab'],
    ['gitlab-private', 'gitlab'],
    ['github', 'github'],
    ['github-private', 'github'],
  ] as const)('is told by %s', async (front, kind) => {
    const { url } = await servers.serve(frontOf(front));

    expect(await detectForge([url])).toEqual({ kind, url });
  });

  test('is asked of Gitea first, and without any token', async () => {
    const { url, requests } = await servers.serve(frontOf('gitea'));

    await detectForge([url]);

    expect(requests.map(({ line }) => line)).toEqual(['GET /api/v1/version']);
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  test('is none of ours for any website', async () => {
    const { url } = await servers.serve(frontOf('website'));

    expect(await detectForge([url])).toBeNull();
  });

  test('is found below a path', async () => {
    const { url } = await servers.serve(frontOf('gitea', '/git'));

    expect(await detectForge([url, `${url}/git`])).toEqual({ kind: 'gitea', url: `${url}/git` });
  });

  test('is not asked of those that everybody knows', async () => {
    const fetch = () => Promise.reject(new Error('nobody is to be asked'));

    expect(await detectForge(['http://github.com'], { fetch })).toEqual({
      kind: 'github',
      url: 'https://github.com',
    });
    expect(['gitlab.com', 'codeberg.org', 'acme.ghe.com'].map((host) => knownForge(host)?.kind)).toEqual([
      'gitlab',
      'gitea',
      'github',
    ]);
    expect(['github.com.evil.example', 'evilgithub.com', 'ghe.com'].map(knownForge)).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('is not known of one that does not answer, nor in time', async () => {
    const { url } = await servers.serve(() => undefined);

    await expect(detectForge([url], { timeoutMs: 100 })).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });
    await expect(detectForge(['http://127.0.0.1:1'])).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });
  });
});

describe('what was found', () => {
  const DAY_MS = 24 * 60 * 60_000;
  const ADDRESS = 'https://forge.example';
  const FOUND = { kind: 'gitea', url: 'https://forge.example/git' } as const;

  test('is kept for a day', async () => {
    const root = temporaryFolder();
    expect(await keepDetected(root, ADDRESS, FOUND, 1_000)).toBe(true);

    expect(await readDetected(root, ADDRESS, 1_000 + DAY_MS)).toEqual(FOUND);
    expect(await readDetected(root, ADDRESS, 1_001 + DAY_MS)).toBeNull();
    expect(await readDetected(root, ADDRESS, 0)).toBeNull();
    expect(await readDetected(root, 'https://other.example', 1_000)).toBeNull();
  });

  test('sends us nowhere else, whatever the file says', async () => {
    const root = temporaryFolder();
    await keepDetected(root, ADDRESS, { kind: 'gitea', url: 'https://evil.example' }, 1_000);

    expect(await readDetected(root, ADDRESS, 1_000)).toBeNull();
  });

  test('is of so many servers at most', async () => {
    const root = temporaryFolder();
    for (let at = 0; at < 60; at += 1)
      await keepDetected(
        root,
        `https://f${at}.example`,
        { kind: 'gitea', url: `https://f${at}.example` },
        at,
      );

    expect(await readDetected(root, 'https://f9.example', 60)).toBeNull();
    expect(await readDetected(root, 'https://f10.example', 60)).not.toBeNull();
  });

  test('is not kept where nothing can be written', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');

    expect(await keepDetected(file, ADDRESS, FOUND, 1_000)).toBe(false);
  });
});
