import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prepareBase } from './prepare-base.ts';
import { pushBranch } from './push-branch.ts';
import { createGitScene, type GitScene } from './testing/git-scene.ts';

const signal = new AbortController().signal;
const BRANCH = 'fix/7-rounding';
let scene: GitScene;
let baseSha: string;

beforeEach(async () => {
  scene = await createGitScene();
  scene.commit('First', { 'a.txt': 'a' });
  scene.git('push', '--quiet', 'origin', 'main');
  ({ baseSha } = await prepareBase(scene.ports, scene.mirrors, scene.issue.repository, signal));
});
afterEach(() => scene.remove());

const push = (request: Parameters<typeof pushBranch>[2], ports = scene.ports) =>
  pushBranch(ports, scene.mirrors, request, signal);

/** Somebody else puts a commit of their own on a branch of the remote. */
function occupy(branch: string): string {
  scene.git('checkout', '--quiet', '--detach', baseSha);
  const sha = scene.commit(`Somebody on ${branch}`, { 'other.txt': branch });
  scene.git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
  scene.git('checkout', '--quiet', '--detach', baseSha);
  return sha;
}

describe('a sound snapshot', () => {
  test('is pushed to its branch; once more changes nothing', async () => {
    const headSha = scene.commit('Fix', { 'a.txt': 'fixed' });
    const request = await scene.requestFor(baseSha);

    const first = await push(request);
    const second = await push(request);

    expect(first).toEqual({ branch: BRANCH, headSha, outcome: 'pushed' });
    expect(second).toEqual({ branch: BRANCH, headSha, outcome: 'already-there' });
    expect(scene.remoteSha(BRANCH)).toBe(headSha);
    expect(scene.remoteSha('main')).toBe(baseSha);
  });

  test('takes the next free name and leaves the branch of somebody else alone', async () => {
    const theirs = occupy(BRANCH);
    const headSha = scene.commit('Fix', { 'a.txt': 'fixed' });

    const pushed = await push(await scene.requestFor(baseSha));

    expect(pushed).toEqual({ branch: `${BRANCH}-2`, headSha, outcome: 'pushed' });
    expect(scene.remoteSha(BRANCH)).toBe(theirs);
  });

  test('of a later run of the same issue goes over our own commit', async () => {
    scene.commit('Fix', { 'a.txt': 'fixed' });
    await push(await scene.requestFor(baseSha));
    scene.git('checkout', '--quiet', '--detach', baseSha);
    const better = scene.commit('Better fix', { 'a.txt': 'fixed better' });

    const pushed = await push(await scene.requestFor(baseSha, { runId: 'first.2' }));

    expect(pushed).toEqual({ branch: BRANCH, headSha: better, outcome: 'pushed' });
    expect(scene.remoteSha(BRANCH)).toBe(better);
  });

  test('never goes over what somebody added to our branch', async () => {
    scene.commit('Fix', { 'a.txt': 'fixed' });
    await push(await scene.requestFor(baseSha));
    const theirs = scene.commit('By hand', { 'a.txt': 'by hand' });
    scene.git('push', '--quiet', 'origin', `HEAD:refs/heads/${BRANCH}`);
    scene.git('checkout', '--quiet', '--detach', baseSha);
    scene.commit('Better fix', { 'a.txt': 'fixed better' });

    const pushed = await push(await scene.requestFor(baseSha, { runId: 'first.2' }));

    expect(pushed.branch).toBe(`${BRANCH}-2`);
    expect(scene.remoteSha(BRANCH)).toBe(theirs);
  });

  test('that was pushed before a crash is recognised as ours', async () => {
    const headSha = scene.commit('Fix', { 'a.txt': 'fixed' });
    const request = await scene.requestFor(baseSha);
    const crashing = {
      ...scene.ports,
      pushes: {
        ...scene.ports.pushes,
        async insert(...args: Parameters<typeof scene.ports.pushes.insert>) {
          await scene.ports.pushes.insert(...args);
          throw new Error('the worker dies between the record and the push');
        },
      },
    };
    await expect(push(request, crashing)).rejects.toThrow('the worker dies');

    const pushed = await push(request);

    expect(pushed).toEqual({ branch: BRANCH, headSha, outcome: 'pushed' });
  });

  test('finds no name when all twenty are taken', async () => {
    const theirs = occupy(BRANCH);
    for (let n = 2; n <= 20; n += 1) {
      scene.git('push', '--quiet', 'origin', `${theirs}:refs/heads/${BRANCH}-${n}`);
    }
    scene.commit('Fix', { 'a.txt': 'fixed' });

    await expect(push(await scene.requestFor(baseSha))).rejects.toMatchObject({ code: 'GIT_BRANCH_TAKEN' });
  });
});

describe('nothing is lost when', () => {
  test('the folder of the fleet is gone between base and push', async () => {
    const headSha = scene.commit('Fix', { 'a.txt': 'fixed' });
    const request = await scene.requestFor(baseSha);
    rmSync(scene.ports.root, { recursive: true });

    const pushed = await push(request);

    expect(pushed).toEqual({ branch: BRANCH, headSha, outcome: 'pushed' });
  });

  test('somebody takes the name that was recorded for the run', async () => {
    scene.commit('Fix', { 'a.txt': 'fixed' });
    const request = await scene.requestFor(baseSha);
    await scene.ports.branches.insert(request.runId, { branch: BRANCH });
    const theirs = occupy(BRANCH);

    const pushed = await push(request);

    expect(pushed.branch).toBe(`${BRANCH}-2`);
    expect(scene.remoteSha(BRANCH)).toBe(theirs);
  });
});

describe('the server is not touched by', () => {
  const refs = () => scene.git('ls-remote', scene.server.gitDir);

  test.each(['main', 'release', 'fix/../main', 'fix/seven', 'fix/8-another-issue', '--mirror'])(
    'a push to %s',
    async (branch) => {
      scene.commit('Fix', { 'a.txt': 'fixed' });
      const request = await scene.requestFor(baseSha, { branch });
      const before = refs();

      await expect(push(request)).rejects.toMatchObject({ code: 'GIT_BRANCH_PROTECTED' });
      expect(refs()).toBe(before);
    },
  );

  test('a push to the default branch, also when it has the name of a fix', async () => {
    scene.commit('Fix', { 'a.txt': 'fixed' });
    const request = await scene.requestFor(baseSha, { defaultBranch: BRANCH });

    await expect(push(request)).rejects.toMatchObject({ code: 'GIT_BRANCH_PROTECTED' });
  });

  test('a push that its own rules refuse', async () => {
    scene.server.refusePushes('Not allowed to push to protected branch');
    scene.commit('Fix', { 'a.txt': 'fixed' });

    await expect(push(await scene.requestFor(baseSha))).rejects.toMatchObject({
      code: 'GIT_BRANCH_PROTECTED',
    });
    expect(scene.remoteSha(BRANCH)).toBeNull();
  });

  test('a push that it declines for another reason, which is told', async () => {
    scene.server.refusePushes('the commit message is too long');
    scene.commit('Fix', { 'a.txt': 'fixed' });

    await expect(push(await scene.requestFor(baseSha))).rejects.toMatchObject({
      code: 'FORGE_REFUSED',
      message: expect.stringContaining('the commit message is too long'),
    });
  });

  test.each([
    ['cut off', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 30)],
    [
      'with a flipped byte',
      (bytes: Uint8Array) => bytes.map((byte, at) => (at === bytes.length - 40 ? byte ^ 255 : byte)),
    ],
    ['that is no bundle', () => Buffer.from('nothing of the kind')],
  ])('a bundle %s', async (_, damage) => {
    scene.commit('Fix', { 'a.txt': 'fixed' });
    const request = await scene.requestFor(baseSha);
    const bundle = await scene.ports.blobs.put(damage(await scene.ports.blobs.get(request.bundle)));

    await expect(push({ ...request, bundle })).rejects.toMatchObject({ code: 'GIT_BUNDLE_REFUSED' });
    expect(scene.remoteSha(BRANCH)).toBeNull();
  });

  test('a bundle of another head than it says', async () => {
    scene.commit('Fix', { 'a.txt': 'fixed' });
    const request = await scene.requestFor(baseSha, { headSha: 'f'.repeat(40) });

    await expect(push(request)).rejects.toMatchObject({ code: 'GIT_BUNDLE_REFUSED' });
  });

  test('a foreign history', async () => {
    scene.git('checkout', '--quiet', '--orphan', 'foreign');
    scene.commit('Foreign', { 'foreign.txt': 'x' });

    await expect(push(await scene.requestFor(baseSha))).rejects.toMatchObject({ code: 'GIT_BUNDLE_REFUSED' });
    expect(scene.remoteSha(BRANCH)).toBeNull();
  });

  test('a merge', async () => {
    scene.git('checkout', '--quiet', '--orphan', 'foreign');
    scene.commit('Foreign', { 'foreign.txt': 'x' });
    scene.git('checkout', '--quiet', '--detach', baseSha);
    scene.git('merge', '--quiet', '--allow-unrelated-histories', '-m', 'Merge', 'foreign');

    await expect(push(await scene.requestFor(baseSha))).rejects.toMatchObject({ code: 'GIT_BUNDLE_REFUSED' });
  });

  test('a submodule', async () => {
    scene.git('update-index', '--add', '--cacheinfo', `160000,${baseSha},sub`);
    scene.git('commit', '--quiet', '-m', 'Submodule');

    await expect(push(await scene.requestFor(baseSha))).rejects.toMatchObject({ code: 'GIT_BUNDLE_REFUSED' });
    expect(scene.remoteSha(BRANCH)).toBeNull();
  });

  test('a submodule that a later commit takes away again', async () => {
    scene.git('update-index', '--add', '--cacheinfo', `160000,${baseSha},sub`);
    scene.git('commit', '--quiet', '-m', 'Submodule');
    scene.git('rm', '--quiet', '--cached', 'sub');
    scene.commit('Fix', { 'a.txt': 'fixed' });

    await expect(push(await scene.requestFor(baseSha))).rejects.toMatchObject({ code: 'GIT_BUNDLE_REFUSED' });
  });

  test('a .gitmodules file', async () => {
    scene.commit('Fix', { '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = https://forge.test/x\n' });

    await expect(push(await scene.requestFor(baseSha))).rejects.toMatchObject({ code: 'GIT_BUNDLE_REFUSED' });
  });

  test('a commit that would write into the .git folder of whoever checks it out', async () => {
    const blob = scene.git('rev-parse', 'HEAD:a.txt');
    const tree = scene.pipe(`100644 blob ${blob}\t.git\n`, 'mktree');
    scene.git('update-ref', '--no-deref', 'HEAD', scene.git('commit-tree', tree, '-p', baseSha, '-m', 'Bad'));

    await expect(push(await scene.requestFor(baseSha))).rejects.toMatchObject({ code: 'GIT_BUNDLE_REFUSED' });
    expect(scene.remoteSha(BRANCH)).toBeNull();
  });

  test('the base itself', async () => {
    const request = await scene.requestFor(scene.commit('Fix', { 'a.txt': 'x' }).replace(/.*/, baseSha));

    await expect(push({ ...request, headSha: baseSha })).rejects.toMatchObject({
      code: 'GIT_BUNDLE_REFUSED',
    });
  });
});
