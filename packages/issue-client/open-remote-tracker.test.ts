import { LOCAL_CAPABILITIES } from '@fixpoint/issue-core/local/capabilities.ts';
import { API_KEY } from '@fixpoint/issue-server/testing/open-server.ts';
import { expect, it } from 'vitest';
import { openRemoteTracker } from './open-remote-tracker.ts';
import { openServed } from './testing/open-served.ts';

const apiKey = API_KEY;

it('is the tracker that the server names, as the agent that the key may be', async () => {
  const { url } = await openServed();

  const standard = await openRemoteTracker({ url, apiKey });
  const named = await openRemoteTracker({ url: `${url}/`, apiKey, backend: 'other', agent: 'coder' });
  const preferred = await openRemoteTracker({ url, apiKey, agentByDefault: 'ada' });

  expect(standard).toMatchObject({
    backendName: 'main',
    kind: 'local',
    capabilities: LOCAL_CAPABILITIES,
    agent: 'api',
    readOnly: false,
  });
  expect([named.backendName, named.agent, preferred.agent]).toEqual(['other', 'coder', 'ada']);
  expect(await named.create({ title: 'Elsewhere' })).toMatchObject({ number: 1, author: 'coder' });
  expect((await standard.list()).items).toEqual([]);
  expect((await named.events({ after: null, limit: 9 })).events).toMatchObject([{ actor: 'coder' }]);
  expect((await standard.events({ after: null, limit: 9 })).events).toEqual([]);
});

it('acts as no other agent with a key of an agent', async () => {
  const { url, ask } = await openServed();
  const keyOf = async (agent: string, ...scopes: readonly string[]) =>
    (await ask('POST', '/api/v1/keys', { body: { name: agent, agent, scopes } })).body.secret;
  const secret = await keyOf('ci', 'issues:read', 'issues:claim');
  const admin = await openRemoteTracker({
    url,
    apiKey: await keyOf('boss', 'issues:admin'),
    agentByDefault: 'ada',
  });

  const tracker = await openRemoteTracker({ url, apiKey: secret, agentByDefault: 'ada' });
  const asOther = openRemoteTracker({ url, apiKey: secret, agent: 'ada' });

  expect([tracker.agent, admin.agent]).toEqual(['ci', 'boss']);
  await expect(asOther).rejects.toMatchObject({ code: 'API_SCOPE_MISSING' });
  await expect(tracker.create({ title: 'One' })).rejects.toMatchObject({ code: 'API_SCOPE_MISSING' });
});

it('writes nothing when it, or the server, is only to read', async () => {
  const writable = await openServed();
  const readable = await openServed({ readOnly: true });
  const asked = await openRemoteTracker({ url: writable.url, apiKey, readOnly: true });
  const told = await openRemoteTracker({ url: readable.url, apiKey });

  for (const tracker of [asked, told]) {
    expect(tracker.readOnly).toBe(true);
    await expect(tracker.create({ title: 'One' })).rejects.toMatchObject({ code: 'READ_ONLY' });
    await expect(tracker.ready({ claim: {} })).rejects.toMatchObject({ code: 'READ_ONLY' });
    expect(await tracker.ready()).toEqual([]);
  }
});

it.each([
  ['a server that is not there', { url: 'http://127.0.0.1:9', retryDelaysMs: [] }, 'API_UNAVAILABLE'],
  ['no address', { url: 'nowhere' }, 'INVALID_CONFIG'],
  ['another key', { apiKey: 'another key altogether'.replaceAll(' ', '-') }, 'API_KEY_INVALID'],
  ['no key', { apiKey: '' }, 'API_KEY_INVALID'],
  ['a key that no header holds', { apiKey: 'one\ntwo' }, 'API_KEY_INVALID'],
  ['a tracker that is not served', { backend: 'third' }, 'BACKEND_UNKNOWN'],
  ['a name that is none', { agent: 'Ann Other' }, 'INVALID_INPUT'],
])('refuses %s', async (_, changes, code) => {
  const { url } = await openServed();

  await expect(openRemoteTracker({ url, apiKey, ...changes })).rejects.toMatchObject({ code });
});

it('reads what is longer than a page of the server', async () => {
  const { url } = await openServed();
  const tracker = await openRemoteTracker({ url, apiKey });
  for (let i = 1; i <= 130; i += 1) await tracker.create({ title: `Issue ${i}` });

  const { items, next, total } = await tracker.list({
    limit: 120,
    sort: { field: 'number', descending: false },
  });
  const rest = await tracker.list({
    limit: 120,
    cursor: next,
    sort: { field: 'number', descending: false },
  });

  expect(items.map(({ number }) => number)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  expect([items.length, total, rest.items.length, rest.next]).toEqual([120, 130, 10, null]);
});

it('creates what is said twice once, with whichever key and under whichever claim', async () => {
  const { url, ask } = await openServed();
  const body = { name: 'next', agent: 'api', scopes: ['issues:read', 'issues:write'] };
  const { secret } = (await ask('POST', '/api/v1/keys', { body })).body;
  const tracker = await openRemoteTracker({ url, apiKey });
  await tracker.create({ title: 'One' }, { operationId: 'import-1' });
  const first = await tracker.claim(1);
  await tracker.comment(1, 'Done.', { operationId: 'done-1', fencingToken: first.token });
  const second = await tracker.claim(1, { takeover: true });

  const again = await openRemoteTracker({ url, apiKey: secret });
  await again.create({ title: 'One, said otherwise' }, { operationId: 'import-1' });
  await again.comment(1, 'Done.', { operationId: 'done-1', fencingToken: second.token });

  expect((await tracker.list()).items).toHaveLength(1);
  expect((await tracker.listComments(1)).items).toHaveLength(1);
  await expect(tracker.create({ title: 'Two' }, { operationId: 'no id' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
});

it('says clearly what is too long for one request', async () => {
  const { url } = await openServed();
  const tracker = await openRemoteTracker({ url, apiKey });
  await tracker.create({ title: 'One' });

  const body = '€'.repeat(1_000_000);
  const bytes = new Uint8Array(10 * 1024 ** 2 + 1);

  await expect(tracker.create({ title: 'Two', body })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(tracker.attach(1, { name: 'a', bytes })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(await tracker.attach(1, { name: 'a/b'.replace('/', '-'), bytes: bytes.subarray(1) })).toMatchObject({
    sizeBytes: bytes.length - 1,
  });
  expect(await tracker.listAttachments(1)).toMatchObject([{ name: 'a-b' }]);
});

it('gives the very bytes of a file', async () => {
  const { url } = await openServed();
  const tracker = await openRemoteTracker({ url, apiKey });
  await tracker.create({ title: 'One' });
  const bytes = Uint8Array.from({ length: 512 }, (_, at) => at % 256);

  const { id } = await tracker.attach(1, { name: 'all.bin', bytes });
  const empty = await tracker.attach(1, { name: 'empty', bytes: new Uint8Array() });

  expect(await tracker.readAttachment(1, id)).toEqual(bytes);
  expect(await tracker.readAttachment(1, empty.id)).toEqual(new Uint8Array());
  await expect(tracker.readAttachment(1, 'none')).rejects.toMatchObject({ code: 'ISSUE_NOT_FOUND' });
});

it('tells that it was asked too often, once that takes too long', async () => {
  const { url } = await openServed({ requestsPerMinute: 3 });
  const tracker = await openRemoteTracker({ url, apiKey, maxWaitMs: 100 });

  await tracker.list();

  await expect(tracker.list()).rejects.toMatchObject({
    code: 'API_RATE_LIMITED',
    retryAfterMs: expect.any(Number),
  });
});

it('takes more than is asked for, as every tracker does', async () => {
  const { url } = await openServed();
  const tracker = await openRemoteTracker({ url, apiKey });
  const issue = await tracker.create({ title: 'The page is slow', body: 'Very.' });

  const again = await tracker.create({ ...issue, title: 'The page is slow again' });
  const edited = await tracker.edit(1, { ...issue, title: 'The page is fast' });
  const alike = await tracker.findDuplicates(issue, { threshold: 0.1 });
  const milestone = await tracker.createMilestone({ title: 'v1' });

  expect([again.number, edited.title]).toEqual([2, 'The page is fast']);
  expect(alike).toMatchObject([{ number: 2 }, { number: 1 }]);
  expect(await tracker.updateMilestone(milestone.id, { ...milestone, title: 'v2' })).toMatchObject({
    title: 'v2',
  });
  expect(await tracker.editMany({ numbers: [] }, { title: 'None' })).toEqual({
    results: [],
    failed: 0,
    more: false,
  });
});
