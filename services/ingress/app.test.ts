import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { issueWorkflowId } from '@fixpoint/contracts/ids.ts';
import { expect, it } from 'vitest';
import type { IngressOptions, IngressPorts } from './app.ts';
import {
  BOT,
  closedIssueBody,
  closedPullBody,
  commentBody,
  delivery,
  labelledBody,
  SECRET,
} from './testing/gitea-delivery.ts';
import { ISSUE, ingressFixture } from './testing/ingress-fixture.ts';

const never = () => new Promise<never>(() => undefined);
const storeAway = () => Promise.reject(new FixpointError('STORE_UNAVAILABLE', 'refused'));
const temporalAway = () => Promise.reject(new FixpointError('TEMPORAL_UNAVAILABLE', 'refused'));

it('gives a command to the workflow of its issue and answers 202', async () => {
  const { app, signalled } = ingressFixture();

  const answer = await app.inject(delivery('issue_comment', commentBody({ body: '/ai fix the total' })));

  expect(answer.statusCode).toBe(202);
  expect(signalled).toHaveLength(1);
  expect(signalled[0]).toMatchObject({
    workflowId: 'issue/git.example/12/3',
    mayStart: true,
    input: { content: { kind: 'command', command: { verb: 'solve', issue: ISSUE, commentId: '55' } } },
  });
});

it('answers no earlier than Temporal has accepted', async () => {
  const accepted = Promise.withResolvers<void>();
  const { app } = ingressFixture({
    signals: { command: () => accepted.promise, fact: async () => 'delivered' },
  });
  let answered = false;

  const answer = app.inject(delivery('issue_comment', commentBody())).then((response) => {
    answered = true;
    return response;
  });
  await app.inject('/healthz');

  expect(answered).toBe(false);
  accepted.resolve();
  expect((await answer).statusCode).toBe(202);
});

it.each([
  ['merged', closedPullBody({ merged: true }), 'proposal-merged'],
  ['closed', closedPullBody({ merged: false }), 'proposal-closed'],
])('brings the fact that a proposal was %s to the workflow recorded for it', async (_, body, kind) => {
  const { app, signalled } = ingressFixture();

  const answer = await app.inject(delivery('pull_request', body));

  expect(answer.statusCode).toBe(202);
  expect(signalled[0]).toMatchObject({
    workflowId: issueWorkflowId(ISSUE),
    mayStart: false,
    input: { content: { fact: { kind, proposalNumber: 4 } } },
  });
});

it('brings the fact that an issue was closed to its workflow without starting one', async () => {
  const { app, signalled } = ingressFixture();

  const answer = await app.inject(delivery('issues', closedIssueBody()));

  expect(answer.statusCode).toBe(202);
  expect(signalled[0]).toMatchObject({ workflowId: issueWorkflowId(ISSUE), mayStart: false });
});

it('gives the label that asks for a run to the workflow as a command, and no other label', async () => {
  const { app, signalled } = ingressFixture();

  const asked = await app.inject(delivery('issues', labelledBody(['bug', 'FixPoint'])));
  const other = await app.inject(delivery('issues', labelledBody(['bug'])));

  expect([asked.statusCode, other.statusCode]).toEqual([202, 204]);
  expect(signalled).toMatchObject([
    {
      mayStart: true,
      input: { content: { kind: 'command', command: { verb: 'solve', author: { login: 'ann' } } } },
    },
  ]);
});

it('gives a redelivery the same key, so that the workflow can drop it', async () => {
  const { app, signalled } = ingressFixture();
  const request = delivery('issue_comment', commentBody());

  await app.inject(request);
  await app.inject({ ...request, headers: { ...request.headers, 'x-gitea-delivery': 'another' } });

  const [first, second] = signalled;
  expect(first).toBeDefined();
  expect(second?.input).toEqual(first?.input);
});

const notRegistered: Partial<IngressPorts> = { repositories: { isRegistered: async () => false } };
const unknownProposal: Partial<IngressPorts> = { proposals: { find: async () => null } };
const notRunning: Partial<IngressPorts> = {
  signals: { command: async () => undefined, fact: async () => 'not-running' },
};

it.each<[string, string, string, Partial<IngressPorts>, string]>([
  [
    'of a repository nobody registered',
    'issue_comment',
    commentBody(),
    notRegistered,
    'unregistered-repository',
  ],
  ['of our own words', 'issue_comment', commentBody({ author: BOT }), {}, 'ignored'],
  ['without a command', 'issue_comment', commentBody({ body: 'Any news?' }), {}, 'ignored'],
  ['with a command in a code block', 'issue_comment', commentBody({ body: '```\n/ai\n```' }), {}, 'ignored'],
  ['of an event that we do not know', 'wiki', '{"action":"created"}', {}, 'ignored'],
  [
    'about a proposal that is not ours',
    'pull_request',
    closedPullBody({ merged: true }),
    unknownProposal,
    'unknown-proposal',
  ],
  [
    'about a proposal whose run has ended',
    'pull_request',
    closedPullBody({ merged: true }),
    notRunning,
    'not-running',
  ],
  ['about an issue that has no workflow', 'issues', closedIssueBody(), notRunning, 'not-running'],
])('answers 204 to a delivery %s', async (_, event, body, changes, outcome) => {
  const { app, signalled } = ingressFixture(changes);

  const answer = await app.inject(delivery(event, body));

  expect(answer.statusCode).toBe(204);
  expect(answer.headers['x-fixpoint-outcome']).toBe(outcome);
  expect(answer.body).toBe('');
  expect(signalled).toEqual([]);
});

it.each([
  ['another secret', () => delivery('issue_comment', commentBody(), 'another secret of the tests')],
  ['no signature', () => withHeaders({ 'x-gitea-signature': undefined, 'x-hub-signature-256': undefined })],
  ['a signature in GitHub’s headers only', () => withHeaders({ 'x-gitea-signature': undefined })],
  [
    'a signature in GitHub’s spelling',
    () => withHeaders({ 'x-gitea-signature': `sha256=${'0'.repeat(64)}` }),
  ],
  ['no body', () => ({ ...delivery('issue_comment', commentBody()), payload: '' })],
  [
    'malformed JSON and a wrong signature',
    () => delivery('issue_comment', '{', 'another secret of the tests'),
  ],
])('answers 401 to %s', async (_, request) => {
  const { app, signalled } = ingressFixture();

  const answer = await app.inject(request());

  expect(answer.statusCode).toBe(401);
  expect(signalled).toEqual([]);
});

it.each([
  ['no JSON', '{"action":'],
  ['JSON of another shape', '{"action":"created"}'],
  ['no object', '[]'],
  ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x00])],
])('answers 400 to a signed body that is %s', async (_, body) => {
  const { app } = ingressFixture();

  const answer = await app.inject(delivery('issue_comment', body));

  expect(answer.statusCode).toBe(400);
});

it('answers 404 for a kind of forge that is not configured', async () => {
  const { app } = ingressFixture();

  const answer = await app.inject({ ...delivery('issue_comment', commentBody()), url: '/webhooks/gitlab' });

  expect(answer.statusCode).toBe(404);
});

it('takes a body of the largest size, and answers 413 to one byte more', async () => {
  const { app } = ingressFixture();
  const body = commentBody().padEnd(1024 ** 2, ' ');

  const largest = await app.inject(delivery('issue_comment', body));
  const larger = await app.inject(delivery('issue_comment', `${body} `));

  expect(largest.statusCode).toBe(202);
  expect(larger.statusCode).toBe(413);
});

it.each<[string, string, string, Partial<IngressPorts>]>([
  ['the store refuses', 'issue_comment', commentBody(), { repositories: { isRegistered: storeAway } }],
  ['the store hangs', 'issue_comment', commentBody(), { repositories: { isRegistered: never } }],
  [
    'the store hangs for a fact',
    'pull_request',
    closedPullBody({ merged: true }),
    { proposals: { find: never } },
  ],
  [
    'Temporal refuses',
    'issue_comment',
    commentBody(),
    { signals: { command: temporalAway, fact: temporalAway } },
  ],
  ['Temporal hangs', 'issue_comment', commentBody(), { signals: { command: never, fact: never } }],
  ['Temporal hangs for a fact', 'issues', closedIssueBody(), { signals: { command: never, fact: never } }],
])('answers 503 with Retry-After when %s', async (_, event, body, changes) => {
  const { app } = ingressFixture(changes, { dependencyTimeoutMs: 20 });

  const answer = await app.inject(delivery(event, body));

  expect(answer.statusCode).toBe(503);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
});

it('answers 500 to a bug of ours, and logs it', async () => {
  const bug = () => Promise.reject(new TypeError('a bug'));
  const { app, logged } = ingressFixture({ repositories: { isRegistered: bug } });

  const answer = await app.inject(delivery('issue_comment', commentBody()));

  expect(answer.statusCode).toBe(500);
  expect(answer.body).toBe('');
  expect(logged.join('')).toContain('a bug');
});

it('finds the sender among several servers of its kind by its secret', async () => {
  const other = {
    instance: 'other.example',
    kind: 'gitea',
    botLogin: BOT,
    webhookSecret: 'the secret of the other',
  } as const;
  const ours = { instance: 'git.example', kind: 'gitea', botLogin: BOT, webhookSecret: SECRET } as const;
  const { app, signalled } = ingressFixture({ forges: [ours, other] });

  await app.inject(delivery('issue_comment', commentBody()));
  await app.inject(delivery('issue_comment', commentBody(), other.webhookSecret));

  expect(signalled.map(({ workflowId }) => workflowId)).toEqual([
    'issue/git.example/12/3',
    'issue/other.example/12/3',
  ]);
});

it('logs neither bodies nor secrets', async () => {
  const { app, logged } = ingressFixture();

  await app.inject(delivery('issue_comment', commentBody({ body: '/ai the password is hunter2' })));
  await app.inject(delivery('issue_comment', '{"password": "hunter2"'));

  expect(logged).toHaveLength(2);
  expect(logged.join('')).not.toContain('hunter2');
  expect(logged.join('')).not.toContain(SECRET);
});

it('counts deliveries by outcome', async () => {
  const { app } = ingressFixture();

  await app.inject(delivery('issue_comment', commentBody()));
  await app.inject(delivery('issue_comment', commentBody(), 'another secret of the tests'));
  await app.inject({ ...delivery('issue_comment', ''), url: '/webhooks/anything' });
  const { body } = await app.inject('/metrics');

  expect(body).toContain('fixpoint_webhook_deliveries_total{forge="gitea",outcome="accepted"} 1');
  expect(body).toContain('fixpoint_webhook_deliveries_total{forge="gitea",outcome="unauthorized"} 1');
  expect(body).toContain('fixpoint_webhook_deliveries_total{forge="unknown",outcome="unknown-forge"} 1');
});

it.each<[string, IngressPorts['readiness'], number]>([
  ['every server answers', { store: async () => 1, temporal: async () => 1 }, 200],
  ['one refuses', { store: storeAway, temporal: async () => 1 }, 503],
  ['one hangs', { store: async () => 1, temporal: never }, 503],
])('says on /readyz whether it can work: %s', async (_, readiness, status) => {
  const options: Partial<IngressOptions> = { dependencyTimeoutMs: 20 };
  const { app } = ingressFixture({ readiness }, options);

  const ready = await app.inject('/readyz');
  const alive = await app.inject('/healthz');

  expect(ready.statusCode).toBe(status);
  expect(alive.statusCode).toBe(200);
});

function withHeaders(changes: Record<string, string | undefined>) {
  const request = delivery('issue_comment', commentBody());
  const headers = Object.entries({ ...request.headers, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...request, headers: Object.fromEntries(headers) };
}
