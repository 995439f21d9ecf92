import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Platform, startPlatform } from '@fixpoint/local/platform/start-platform.ts';
import { engineClient } from '@fixpoint/local/servers/engine.ts';
import { startStack } from '@fixpoint/local/stack.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confined } from './apart/confined.ts';
import { type CheckoutVolume, contained, containerName, makeCheckoutVolume } from './apart/contained.ts';
import { type Installation, openInstallation } from './open-installation.ts';

const CONTAINED = 'sandbox-worker';
let roots: string;
let checkout: CheckoutVolume;
let platform: Platform;
let installation: Installation;

beforeAll(async () => {
  const stack = await startStack();
  roots = await mkdtemp(join(tmpdir(), 'fixpoint-roots-'));
  checkout = await makeCheckoutVolume(stack, CONTAINED);
  platform = await startPlatform({
    stack,
    report: () => undefined,
    profileName: 'e2e-apart',
    model: null,
    place: (spec, service) =>
      service === CONTAINED ? contained(spec, stack, checkout) : confined(spec, roots, service),
  });
  installation = await openInstallation(platform);
});

afterAll(async () => {
  await installation?.close();
  await platform?.stop();
  await checkout?.remove();
  if (roots) await rm(roots, { recursive: true, force: true });
});

describe('services that share no file system, with the sandbox worker in a container', () => {
  it('do the whole job', async () => {
    const issue = await installation.openIssue('fix-python');
    await issue.comment('/ai');
    const view = await issue.until('in-review', 'blocked');

    expect(view).toMatchObject({ state: 'in-review', attempt: 1 });
    expect(await issue.pulls()).toHaveLength(1);
  });

  it('each see and write a root of their own only', async () => {
    const services = Object.keys(platform.healthUrls).filter((service) => service !== CONTAINED);
    const seen = await Promise.all(
      services.map(async (service) => await readdir(`/proc/${platform.pidOf(service)}/root${roots}`)),
    );
    const views = services.map((service) => readlink(`/proc/${platform.pidOf(service)}/ns/mnt`));

    expect(services).toHaveLength(6);
    expect(seen).toEqual(services.map((service) => [service]));
    expect(new Set([...(await Promise.all(views)), await readlink('/proc/self/ns/mnt')]).size).toBe(7);
    expect(await readdir(roots)).toEqual([]);
    const mounts = services.map((service) => readFile(`/proc/${platform.pidOf(service)}/mountinfo`, 'utf8'));
    for (const seenBy of await Promise.all(mounts)) expect(seenBy).toMatch(/^\S+ \S+ \S+ \S+ \/ ro[, ]/m);
    const gitRoot = `/proc/${platform.pidOf('git-worker')}/root${join(roots, 'git-worker', 'mirrors')}`;
    expect(await readdir(gitRoot)).not.toEqual([]);
  });

  it('hands the container nothing of its host but the engine', async () => {
    const docker = engineClient(platform.stack.endpoints.dockerHost);
    const name = containerName({ name: `${CONTAINED}-${platform.profile.name}` });
    const { State: state, Mounts: mounts } = await docker.getContainer(name).inspect();

    expect(state.Running).toBe(true);
    expect(mounts.map(({ Type, RW, Destination }) => [Type, RW, Destination]).sort()).toEqual([
      ['bind', true, '/var/run/docker.sock'],
      ['volume', false, '/fixpoint'],
    ]);
  });
});
