import { labelFilter } from '@fixpoint/activities-sandbox/engine/names.ts';
import { DemoObject } from '@fixpoint/cli/testing/demo-object.ts';
import { engineClient } from '@fixpoint/local/servers/engine.ts';
import { type LocalStack, startStack } from '@fixpoint/local/stack.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openSecondCheckout, type SecondCheckout } from './second-checkout.ts';
import { waitUntil } from './wait-until.ts';

const INTERRUPTED = 130;
const SERVICES = [
  'agent-worker',
  'forge-worker',
  'git-worker',
  'ingress',
  'ledger-worker',
  'orchestrator',
  'replay',
  'sandbox-worker',
];
const SERVERS = ['gitea', 'store', 'temporal'];
const Findings = z.strictObject({
  healthy: z.boolean(),
  findings: z.array(
    z.strictObject({
      part: z.string(),
      status: z.enum(['ok', 'warning', 'broken']),
      detail: z.string(),
      mend: z.string().optional(),
    }),
  ),
});

let stack: LocalStack;
let checkout: SecondCheckout;

beforeAll(async () => {
  stack = await startStack();
  checkout = await openSecondCheckout(stack);
});
afterAll(() => checkout?.remove());

/** Those that run: the engine is not the checkout's own, so that it does not end with it. */
async function containers(): Promise<string[]> {
  const docker = engineClient(stack.endpoints.dockerHost);
  const filters = labelFilter(checkout.instance, null);
  return (await docker.listContainers({ filters })).flatMap(({ Names: names }) => names);
}

describe('the command line, in a second checkout beside this one', () => {
  it('stops a demo cleanly when it is interrupted in the middle of a run', async () => {
    const demo = checkout.fixpoint('demo');
    let told = '';
    demo.stderr.on('data', (text) => {
      told += text;
    });
    const inTheMiddle = async () => ({ told, running: checkout.running(), containers: await containers() });
    const before = await waitUntil(
      inTheMiddle,
      (seen): seen is typeof seen => seen.told.includes('● fixing') && seen.containers.length > 0,
    );
    demo.kill('SIGINT');
    const { exitCode, stdout } = await demo;

    expect(before.running.toSorted()).toEqual([...SERVICES, ...SERVERS].sort());
    expect(exitCode).toBe(INTERRUPTED);
    expect(stdout).toBe('');
    expect(told).toContain('Stopping');
    expect(checkout.running()).toEqual([]);
    expect(await checkout.portsAreFree()).toBe(true);
    // A shell that nobody is attached to any more ends by itself.
    await expect.poll(containers).toEqual([]);
  });

  it('goes up, plays a demo for machines, examines itself, and goes down', async () => {
    const up = await checkout.fixpoint('up', '--json');
    const { ingressUrl } = z.looseObject({ ingressUrl: z.url() }).parse(JSON.parse(up.stdout));
    const demo = await checkout.fixpoint('demo', '--json');
    const demoObject = DemoObject.parse(JSON.parse(demo.stdout));
    const stillUp = (await fetch(`${ingressUrl}/readyz`)).status;
    const well = await checkout.fixpoint('doctor', '--json');
    const down = await checkout.fixpoint('down');
    const ill = await checkout.fixpoint('doctor', '--json');

    expect([up, demo, well, down, ill].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 1]);
    expect(demoObject).toMatchObject({ state: 'in-review', attempts: 1 });
    expect(stillUp).toBe(200);
    const found = Findings.parse(JSON.parse(well.stdout));
    expect(found.healthy).toBe(true);
    expect(found.findings.map(({ part }) => part)).toEqual(
      expect.arrayContaining(['Node', 'Docker', ...SERVICES]),
    );
    expect(checkout.running()).toEqual([]);
    const broken = Findings.parse(JSON.parse(ill.stdout)).findings.filter(
      ({ status }) => status === 'broken',
    );
    expect(broken).toHaveLength(SERVERS.length + 1);
    for (const { mend } of broken) expect(mend).toContain('./fixpoint up');
  });
});
