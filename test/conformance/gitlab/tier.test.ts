import type { GitLabTier } from '@fixpoint/forges/gitlab/tracker/capabilities.ts';
import type { TierMemory } from '@fixpoint/forges/gitlab/tracker/find-tier.ts';
import { trackerOf } from '@fixpoint/forges/tracker-registry.ts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { GITLAB_CAPABILITIES, openGitLabScene, TOKENS } from './open-gitlab.ts';
import type { Edition } from './simulator/world.ts';

/** A project whose tracker is opened as the registry opens it. */
async function project(licence: Edition['licence'], issues = 1) {
  const { simulator, ...scene } = await openGitLabScene({ edition: { licence } });
  onTestFinished(async () => {
    await simulator.close();
    expect(simulator.violations).toEqual([]);
  });
  for (let made = 0; made < issues; made += 1) await scene.open().createIssue({ title: 'Tells' });
  const fields = { url: simulator.url, owner: 'acme/tools', repo: 'shop', token: TOKENS.ada };
  const before = simulator.requests.length;
  return {
    simulator,
    createIssue: () => scene.open().createIssue({ title: 'Later' }),
    asked: () => simulator.requests.slice(before).map(({ method, path }) => `${method} ${path}`),
    open: (tier?: GitLabTier, tiers: TierMemory = memory()) =>
      trackerOf('gitlab').open({ ...fields, ...(tier ? { tier } : {}) }, { tiers }),
  };
}

function memory(): TierMemory & { readonly kept: Map<string, GitLabTier> } {
  const kept = new Map<string, GitLabTier>();
  return {
    kept,
    read: async (projectUrl) => kept.get(projectUrl) ?? null,
    keep: async (projectUrl, tier) => void kept.set(projectUrl, tier),
  };
}

describe.each(['free', 'paid'] as const)('what a project that is %s can', (licence) => {
  test('is found out by one request, and remembered', async () => {
    const { open, asked, simulator } = await project(licence);
    const tiers = memory();

    const opened = [await open(undefined, tiers), await open(undefined, tiers)];

    expect(opened.map(({ capabilities }) => capabilities)).toEqual(
      Array.from({ length: 2 }, () => GITLAB_CAPABILITIES[licence]),
    );
    expect(asked()).toEqual(['GET /projects/acme%2Ftools%2Fshop/issues']);
    expect([...tiers.kept]).toEqual([[`${simulator.url}/acme/tools/shop`, licence]]);
  });

  test('is what was said of it, and then nobody is asked', async () => {
    const { open, asked } = await project(licence);

    const opened = [await open('free'), await open('paid')];

    expect(opened.map(({ capabilities }) => capabilities)).toEqual([
      GITLAB_CAPABILITIES.free,
      GITLAB_CAPABILITIES.paid,
    ]);
    expect(asked()).toEqual([]);
  });

  test('is that of the free licence until it has an issue', async () => {
    const { open, createIssue } = await project(licence, 0);
    const tiers = memory();

    const before = await open(undefined, tiers);
    await createIssue();
    const after = await open(undefined, tiers);

    expect(before.capabilities).toEqual(GITLAB_CAPABILITIES.free);
    expect(after.capabilities).toEqual(GITLAB_CAPABILITIES[licence]);
  });
});

test('a project that does not answer is not taken for a free one', async () => {
  const { open, simulator } = await project('paid');
  const tiers = memory();
  simulator.faults.add({
    ...{ method: 'GET', path: /issues$/, times: 3 },
    fault: { kind: 'answer', status: 503, after: false },
  });

  const opened = open(undefined, tiers);

  await expect(opened).rejects.toMatchObject({ code: 'FORGE_UNAVAILABLE' });
  expect(tiers.kept.size).toBe(0);
  expect((await open(undefined, tiers)).capabilities).toEqual(GITLAB_CAPABILITIES.paid);
});

test('several assignees and blockers are the paid project’s own, and refused or kept beside in a free one', async () => {
  const paid = await (await project('paid')).open();
  const free = await (await project('free')).open();
  const two = { title: 'Two', assignees: ['ada', 'grace'] };

  expect((await paid.createIssue(two)).assignees).toEqual(['ada', 'grace']);
  await paid.addLink(1, { kind: 'blocked_by', number: 2 });
  expect(await paid.listLinks(1)).toEqual([{ kind: 'blocked_by', number: 2 }]);
  await expect(free.createIssue(two)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  await expect(free.addLink(1, { kind: 'blocked_by', number: 2 })).rejects.toMatchObject({
    code: 'UNSUPPORTED',
  });
});
