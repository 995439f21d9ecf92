import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { temporaryStorePath } from '@fixpoint/issue-core/coordination/testing/open-temporary.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { expect, it } from 'vitest';
import { openRemoteTracker } from './open-remote-tracker.ts';
import { allEvents, assertNeverTwoHolders } from './testing/never-two-holders.ts';
import { API_KEY, startServer } from './testing/start-server.ts';

const CLIENTS = 8;
const ROUNDS = 12;
/** Long enough for a server that is started anew on a busy machine. */
const PATIENT = { retryDelaysMs: Array.from({ length: 100 }, () => 200), maxWaitMs: 40_000 };

const agents = Array.from({ length: CLIENTS }, (_, i) => `agent-${i}`);

async function withIssues(count: number) {
  const path = temporaryStorePath();
  const server = await startServer(path);
  const as = (agent: string) => openRemoteTracker({ url: server.url, apiKey: API_KEY, agent, ...PATIENT });
  const ann = await as('ann');
  for (let i = 1; i <= count; i += 1) await ann.create({ title: `Issue ${i}` });
  return { path, server, as, ann };
}

/** Takes what is ready, writes under its token and gives it back, so many times. */
async function workThrough(tracker: Tracker, rounds: number): Promise<void> {
  for (let done = 0; done < rounds; ) {
    const [taken] = await tracker.ready({ claim: { ttlMs: 60_000 } });
    if (!taken?.claim) continue;
    const { issue, token } = taken.claim;
    await tracker.comment(issue, `${tracker.agent} ${done}`, { fencingToken: token });
    expect(await tracker.release(issue, token)).toBe(true);
    done += 1;
  }
}

it('never lets two of eight clients hold an issue', async () => {
  const { as, ann } = await withIssues(4);
  const trackers = await Promise.all(agents.map(as));

  await Promise.all(trackers.map((tracker) => workThrough(tracker, ROUNDS)));

  const events = await allEvents(ann);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
  expect(events.filter(({ type }) => type === 'claimed')).toHaveLength(CLIENTS * ROUNDS);
  assertNeverTwoHolders(events);
}, 120_000);

it('refuses the token of who was overtaken, whatever it is about to write', async () => {
  const { as } = await withIssues(1);
  const [coder, other] = [await as('coder'), await as('other')];
  const { token } = await coder.claim(1);
  const { updatedAt } = await coder.get(1);
  const held = await other.claim(1, { takeover: true });
  await other.edit(1, { title: 'Changed' }, { fencingToken: held.token });
  const stale = { fencingToken: token };

  const attempts = [
    coder.edit(1, { title: 'Late' }, stale),
    coder.edit(1, { title: 'Late', expectedUpdatedAt: updatedAt }, stale),
    coder.close(1, {}, stale),
    coder.comment(1, 'Late', stale),
    coder.setAgentState(1, {}, stale),
    coder.defer(1, null, stale),
    coder.delete(1, stale),
    coder.attach(1, { name: 'a', bytes: new Uint8Array(1) }, stale),
    coder.heartbeat(1, token),
  ];

  const codes = await Promise.all(attempts.map((attempt) => attempt.catch(codeOf)));
  expect(codes).toEqual(attempts.map(() => 'CLAIM_LOST'));
  expect(await coder.release(1, token)).toBe(false);
  expect(await coder.claimOf(1)).toMatchObject({ agent: 'other', token: held.token });
  await expect(coder.heartbeat(1, held.token)).rejects.toMatchObject({ code: 'CLAIM_HELD' });
});

it('gets to the end when the server is killed in the middle, and does nothing twice', async () => {
  const { path, server, as, ann } = await withIssues(4);
  const trackers = await Promise.all(agents.slice(0, 4).map(as));
  const rounds = 25;
  const working = Promise.all(trackers.map((tracker, i) => commentUnderClaims(tracker, i + 1, rounds)));
  await expect.poll(async () => (await ann.lastSeq()) > 40).toBe(true);

  await server.kill();
  await startServer(path, server.port);
  await working;

  for (const [i, { agent }] of trackers.entries()) {
    const { items } = await ann.listComments(i + 1, { limit: 1_000 });
    expect(items.map(({ body }) => body)).toEqual(Array.from({ length: rounds }, (_, n) => `${agent} ${n}`));
  }
  assertNeverTwoHolders(await allEvents(ann));
}, 120_000);

async function commentUnderClaims(tracker: Tracker, issue: number, rounds: number): Promise<void> {
  for (let done = 0; done < rounds; done += 1) {
    const { token } = await tracker.claim(issue);
    await tracker.comment(issue, `${tracker.agent} ${done}`, { fencingToken: token });
    await tracker.release(issue, token);
  }
}

function codeOf(error: unknown): string {
  return error instanceof FixpointError ? error.code : String(error);
}
