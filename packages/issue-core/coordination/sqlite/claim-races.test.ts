import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { CoordinationEvent } from '../event.ts';
import type { Coordination } from '../port.ts';
import { openTemporary, temporaryStorePath } from '../testing/open-temporary.ts';

const CHILD = fileURLToPath(new URL('../testing/claim-repeatedly.ts', import.meta.url));
const PROCESSES = 8;
const ROUNDS = 40;

function startClaimer(path: string, agent: string, rounds: number): ChildProcess {
  const child = spawn(process.execPath, [CHILD, path, agent, String(rounds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

async function allEvents(coordination: Coordination): Promise<readonly CoordinationEvent[]> {
  const events: CoordinationEvent[] = [];
  for (let after = 0; ; ) {
    const page = await coordination.events({ after, limit: 1_000 });
    events.push(...page.events);
    if (page.events.length === 0) return events;
    after = page.cursor;
  }
}

/** Replays the log and fails at the first moment at which somebody took or wrote what was not theirs. */
function assertNeverTwoHolders(events: readonly CoordinationEvent[]): void {
  const holders = new Map<number | null, string>();
  const lastTokens = new Map<number | null, number>();
  for (const event of events) {
    const { issue, actor } = event;
    if (event.type === 'claimed') {
      expect(holders.get(issue)).toBeUndefined();
      expect(event.payload.token).toBe((lastTokens.get(issue) ?? 0) + 1);
      lastTokens.set(issue, event.payload.token);
      holders.set(issue, actor);
    } else {
      expect([event.type, holders.get(issue)]).toEqual([event.type, actor]);
      if (event.type === 'released') holders.delete(issue);
    }
  }
}

it('never lets two of eight processes hold an issue, and counts tokens and events without a gap', async () => {
  const path = temporaryStorePath();
  const children = Array.from({ length: PROCESSES }, (_, i) => startClaimer(path, `agent-${i}`, ROUNDS));
  const exits = await Promise.all(children.map((child) => once(child, 'exit')));
  const { coordination } = openTemporary({ path });

  const events = await allEvents(coordination);

  expect(exits).toEqual(children.map(() => [0, null]));
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
  expect(events.length).toBe(PROCESSES * ROUNDS * 3);
  assertNeverTwoHolders(events);
}, 60_000);

it('leaves a usable store when the process that holds an issue is killed', async () => {
  const path = temporaryStorePath();
  const child = startClaimer(path, 'agent-0', 1_000_000);
  if (child.stdout) await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { coordination } = openTemporary({ path });

  const before = await allEvents(coordination);
  const claim = await coordination.claim({ backend: 'local', issue: 1, agent: 'next', takeover: true });

  assertNeverTwoHolders(before);
  expect(before.map(({ seq }) => seq)).toEqual(before.map((_, i) => i + 1));
  expect(claim.token).toBeGreaterThan(1);
  expect(await coordination.lastSeq()).toBeGreaterThan(before.length);
}, 30_000);
