import { expect, it, onTestFinished } from 'vitest';
import type { Claim } from '../coordination/port.ts';
import { openCoordination } from '../coordination/sqlite/open-coordination.ts';
import { temporaryStorePath } from '../coordination/testing/open-temporary.ts';
import { openLocalBackend } from '../local/open-local-backend.ts';
import { createTracker, type Tracker } from './tracker.ts';

/**
 * Three agents and a person work on three issues in one local store. Whose turn it is stands in a label: what has none is
 * for the coder, `needs-review` for the reviewer, `needs-test` for the tester.
 */
function openOffice() {
  const path = temporaryStorePath();
  const coordination = openCoordination({ path });
  onTestFinished(() => coordination.close());
  const as = (agent: string): Tracker => {
    const backend = openLocalBackend({ path, login: agent });
    onTestFinished(() => backend.close());
    return createTracker({ backendName: 'local', backend, coordination, identity: { agent } });
  };
  return { coordination, ann: as('ann'), coder: as('coder'), reviewer: as('reviewer'), tester: as('tester') };
}

async function take(tracker: Tracker, query: string): Promise<Claim | null> {
  const [taken] = await tracker.ready({ query, claim: { ttlMs: 60_000 } });
  return taken?.claim ?? null;
}

/** Says what came out, passes the issue on by its label, and lets go. */
async function passOn(tracker: Tracker, claim: Claim, comment: string, from: string | null, to: string) {
  const write = { fencingToken: claim.token };
  const removeLabels = from === null ? [] : [from];
  await tracker.comment(claim.issue, comment, write);
  await tracker.edit(claim.issue, { state: 'open', addLabels: [to], removeLabels }, write);
  await tracker.release(claim.issue, claim.token);
}

it('lets a coder, a reviewer and a tester bring three issues to their end', async () => {
  const { coordination, ann, coder, reviewer, tester } = openOffice();
  const FOR_CODER = '-label:needs-review -label:needs-test';
  await ann.registerAgent({ name: 'ann', kind: 'human', roles: ['author'] });
  for (const role of ['coder', 'reviewer', 'tester']) {
    await ann.registerAgent({ name: role, kind: 'agent', roles: [role] });
  }
  await ann.create({ title: 'Store sessions', priority: 'low' });
  await ann.create({ title: 'Log in', priority: 'high' });
  await ann.create({ title: 'Log out', type: 'feature' });
  await ann.link(2, { kind: 'blocked_by', number: 1 });

  // The most urgent issue is blocked, so the coder gets what blocks it.
  const first = await take(coder, FOR_CODER);
  if (!first) throw new Error('nothing to do for the coder');
  const write = { fencingToken: first.token };
  await coder.edit(first.issue, { state: 'in_progress' }, write);
  await coder.setAgentState(first.issue, { branch: 'fix/1-sessions', step: 'coding' }, write);
  await passOn(coder, first, 'Done on fix/1-sessions.', null, 'needs-review');

  // The reviewer crashes on it; its token is worth nothing once somebody took over.
  const crashed = await take(reviewer, 'label:needs-review');
  if (!crashed) throw new Error('nothing to review');
  const review = await reviewer.claim(crashed.issue, { takeover: true, ttlMs: 60_000 });
  const late = reviewer.comment(crashed.issue, 'Looks wrong.', { fencingToken: crashed.token });
  await expect(late).rejects.toMatchObject({ code: 'CLAIM_LOST' });
  const notes = await reviewer.getAgentState(review.issue, 'coder');
  await passOn(reviewer, review, `Read ${notes?.state.branch}: approved.`, 'needs-review', 'needs-test');

  const test = await take(tester, 'label:needs-test');
  if (!test) throw new Error('nothing to test');
  await expect(ann.close(test.issue)).rejects.toMatchObject({ code: 'CLAIM_HELD' });
  await ann.comment(test.issue, 'Is it ready?');
  await tester.close(test.issue, { comment: 'All green.' }, { fencingToken: test.token });
  await tester.release(test.issue, test.token);

  // What it blocked is free now; two coders get two issues.
  const second = await take(coder, FOR_CODER);
  const third = await take(coder, FOR_CODER);
  const nothing = await take(coder, FOR_CODER);

  expect([first, crashed, review, test, second, third].map((it) => [it?.issue, it?.token])).toEqual([
    [1, 1],
    [1, 2],
    [1, 3],
    [1, 4],
    [2, 1],
    [3, 1],
  ]);
  expect(nothing).toBeNull();
  const shown = await ann.show(1);
  expect(shown).toMatchObject({
    issue: { state: 'closed', closeReason: 'completed', labels: ['needs-test'], priority: 'low' },
    links: [{ kind: 'blocks', number: 2 }],
    claim: null,
    agentStates: [{ agent: 'coder', revision: 1, state: { step: 'coding' } }],
  });
  const { items } = await ann.listComments(1);
  expect(items.map(({ author, body }) => [author, body])).toEqual([
    ['coder', 'Done on fix/1-sessions.'],
    ['reviewer', 'Read fix/1-sessions: approved.'],
    ['ann', 'Is it ready?'],
    ['tester', 'All green.'],
  ]);
  expect((await ann.list({ query: 'claimed-by:coder' })).items.map(({ number }) => number)).toEqual([3, 2]);

  const { events } = await coordination.events({ after: null, limit: 100, issue: 1 });
  expect(events.map(({ type, actor }) => `${actor}: ${type}`)).toEqual([
    'ann: issue-created',
    'coder: claimed',
    'coder: state-changed',
    'coder: agent-state',
    'coder: commented',
    'coder: state-changed',
    'coder: labelled',
    'coder: released',
    'reviewer: claimed',
    'reviewer: taken-over',
    'reviewer: commented',
    'reviewer: labelled',
    'reviewer: released',
    'tester: claimed',
    'ann: commented',
    'tester: state-changed',
    'tester: commented',
    'tester: released',
  ]);
  const all = await coordination.events({ after: null, limit: 100 });
  expect(all.events.map(({ seq }) => seq)).toEqual(all.events.map((_, i) => i + 1));
});
