import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Mirrors } from './mirrors.ts';
import { prepareBase } from './prepare-base.ts';
import { createGitScene, type GitScene } from './testing/git-scene.ts';

const signal = new AbortController().signal;
let scene: GitScene;

beforeEach(async () => {
  scene = await createGitScene();
});
afterEach(() => scene.remove());

const prepare = () => prepareBase(scene.ports, scene.mirrors, scene.issue.repository, signal);

test('hands over the head of the default branch, its facts and its rules', async () => {
  const sha = scene.commit('First', {
    'package.json': '{"scripts":{"test":"node --test"}}',
    'rules.ai.txt': 'Test first.',
    'AGENTS.md': 'x'.repeat(30_000),
  });
  scene.git('push', '--quiet', 'origin', 'main');

  const base = await prepare();

  expect(base).toMatchObject({
    defaultBranch: 'main',
    baseSha: sha,
    facts: { source: 'npm', testCommand: 'npm test' },
  });
  if (base.rules === null) throw new Error('the rules are missing');
  const rules = JSON.parse(Buffer.from(await scene.ports.blobs.get(base.rules)).toString());
  expect(rules).toEqual([
    { path: 'rules.ai.txt', text: 'Test first.' },
    { path: 'AGENTS.md', text: 'x'.repeat(20_000) },
  ]);
});

test('the tests of a Python project are found without any file that configures it', async () => {
  scene.commit('First', {
    'slug.py': '',
    'tests/test_a.py': 'import unittest\n\nclass TestA(unittest.TestCase):\n    def test_a(self): pass\n',
  });
  scene.git('push', '--quiet', 'origin', 'main');

  const { facts } = await prepare();

  expect(facts).toEqual({
    source: 'python',
    buildCommand: null,
    testCommand: 'python3 -m unittest discover -s tests',
  });
});

test('the bundle holds one ref, and a stranger can clone from it', async () => {
  const sha = scene.commit('First', { 'a.txt': 'a' });
  scene.git('push', '--quiet', 'origin', 'main');

  const base = await prepare();

  const file = join(scene.ports.root, 'received.bundle');
  writeFileSync(file, await scene.ports.blobs.get(base.bundle));
  expect(scene.git('bundle', 'list-heads', file)).toBe(`${sha} refs/fixpoint/base`);
});

test('makes the bundle once per commit, and a new one for the next commit', async () => {
  scene.commit('First', { 'a.txt': 'a' });
  scene.git('push', '--quiet', 'origin', 'main');
  const first = await prepare();
  const again = await prepare();
  const next = scene.commit('Second', { 'a.txt': 'b' });
  scene.git('push', '--quiet', 'origin', 'main');

  const second = await prepare();

  expect(again).toEqual(first);
  expect(second.baseSha).toBe(next);
  expect(scene.putBlobs).toHaveLength(2);
});

test('an empty repository is named as such', async () => {
  await expect(prepare()).rejects.toMatchObject({ code: 'GIT_EMPTY_REPOSITORY' });
});

test('a wrong token is named as such, and not told', async () => {
  const remoteOf = () => ({ url: scene.server.url, gitToken: 'a-wrong-token' });

  const ports = { ...scene.ports, remoteOf };

  const failure = await prepareBase(ports, new Mirrors(ports), scene.issue.repository, signal).catch(
    (error: unknown) => error,
  );

  expect(failure).toMatchObject({ code: 'GIT_UNAUTHORIZED' });
  expect(String(failure)).not.toContain('a-wrong-token');
});
