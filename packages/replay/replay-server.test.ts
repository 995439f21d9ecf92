import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { CASSETTE_FORMAT, Cassette } from './cassette.ts';
import { readCassette, writeCassette } from './cassette-files.ts';
import { createReplayServer, type ReplayServerOptions } from './replay-server.ts';

const CONTENT = [
  {
    type: 'thinking',
    thinking: 'Let me look at this from the start, in more than one piece of text.',
    signature: 'c2ln',
  },
  { type: 'text', text: 'Grüße 👋, I will look.' },
  { type: 'tool_use', id: 'toolu_1', name: 'bash', input: { command: 'ls -la', deep: [1, { a: null }] } },
];
const FIRST = 'Attempt 1 of 3.\n<issue_report>\n<issue_title>It breaks</issue_title>\n</issue_report>';
const SETUP = { model: 'claude-opus-5-5', max_tokens: 100, system: 'Be good.', tools: [] };

function cassette(request: Cassette['exchanges'][number]['request']): Cassette {
  const usage = {
    input_tokens: 5,
    output_tokens: 40,
    cache_read_input_tokens: 7,
    cache_creation_input_tokens: 9,
  };
  const response = { model: 'claude-opus-5-5', stop_reason: 'tool_use', content: CONTENT, usage };
  return Cassette.parse({
    format: CASSETTE_FORMAT,
    name: 'small',
    issueTitle: 'It breaks',
    exchanges: [{ attempt: 1, turn: 1, request, response }],
  });
}

const RECORDED = cassette({ setup: SETUP, messages: [{ role: 'user', content: FIRST }] });
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function serve(options: ReplayServerOptions): Promise<{ app: FastifyInstance; client: Anthropic }> {
  const app = createReplayServer(options);
  cleanups.push(() => app.close());
  const baseURL = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    app,
    client: new Anthropic({ apiKey: 'test', authToken: null, baseURL, maxRetries: 0, timeout: 5_000 }),
  };
}

function request(text: string): Anthropic.MessageCreateParamsNonStreaming {
  return { ...SETUP, metadata: { user_id: 'run-1' }, messages: [{ role: 'user', content: text }] };
}

describe('the replay server', () => {
  test('streams a message that the SDK puts together as it was recorded', async () => {
    const { client } = await serve({ cassettes: [RECORDED] });

    const message = await client.messages.stream(request(FIRST)).finalMessage();

    expect(JSON.parse(JSON.stringify(message.content))).toEqual(CONTENT);
    expect(message).toMatchObject({ role: 'assistant', stop_reason: 'tool_use', model: 'claude-opus-5-5' });
    expect(message.usage).toMatchObject({ input_tokens: 5, output_tokens: 40, cache_read_input_tokens: 7 });
  });

  test('streams the events of the API in its order', async () => {
    const { client } = await serve({ cassettes: [RECORDED] });

    const types: string[] = [];
    for await (const event of await client.messages.create({ ...request(FIRST), stream: true }))
      types.push(event.type);

    const distinct = types.filter((type, index) => type !== types[index - 1]);
    const block = ['content_block_start', 'content_block_delta', 'content_block_stop'];
    expect(distinct).toEqual([
      'message_start',
      ...block,
      ...block,
      ...block,
      'message_delta',
      'message_stop',
    ]);
  });

  test('gives the same message unstreamed', async () => {
    const { client } = await serve({ cassettes: [RECORDED] });

    const message = await client.messages.create(request(FIRST));

    expect(message.content).toEqual(CONTENT);
  });

  test('counts requests and answers by run, attempt and turn', async () => {
    const { app, client } = await serve({ cassettes: [RECORDED] });

    await client.messages.create(request(FIRST));
    await client.messages.create(request(FIRST));
    const counts = await app.inject('/counts');

    expect(counts.json()).toEqual({
      counts: [{ cassette: 'small', runId: 'run-1', attempt: 1, turn: 1, requests: 2, answers: 2 }],
    });
  });

  test('takes what varies by nature', async () => {
    const recorded = cassette({
      setup: SETUP,
      messages: [{ role: 'user', content: `${FIRST} took <duration>` }],
    });
    const { client } = await serve({ cassettes: [recorded] });

    const message = await client.messages.create(request(`${FIRST} took 0.5s`));

    expect(message.stop_reason).toBe('tool_use');
  });

  test('refuses a request that differs, and says where', async () => {
    const { app, client } = await serve({ cassettes: [RECORDED] });

    const answer = client.messages.create(request(`${FIRST} Do something else.`));

    await expect(answer).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      apiMessage: expect.stringMatching(
        /cassette small, attempt 1, turn 1.*\$\.messages\.0\.content\[\d+\].*Do something else/,
      ),
    });
    expect((await app.inject('/mismatches')).json().mismatches).toHaveLength(1);
  });

  test('refuses another set-up', async () => {
    const { client } = await serve({ cassettes: [RECORDED] });

    const answer = client.messages.create({ ...request(FIRST), system: 'Be bad.' });

    await expect(answer).rejects.toMatchObject({
      status: 400,
      apiMessage: expect.stringContaining('$.setup.system'),
    });
  });

  test('refuses to play what was never recorded', async () => {
    const { client } = await serve({ cassettes: [cassette(null)] });

    const answer = client.messages.create(request(FIRST));

    await expect(answer).rejects.toMatchObject({
      status: 400,
      apiMessage: expect.stringContaining('not recorded yet'),
    });
  });

  test('refuses a conversation whose answers are not the recorded ones', async () => {
    const second = { ...RECORDED.exchanges[0], turn: 2, request: { setup: null, messages: [] } };
    const longer = Cassette.parse({ ...RECORDED, exchanges: [...RECORDED.exchanges, second] });
    const { client } = await serve({ cassettes: [longer] });
    const forged: Anthropic.MessageParam = {
      role: 'assistant',
      content: [{ type: 'text', text: 'I never said this.' }],
    };

    const answer = client.messages.create({
      ...request(FIRST),
      messages: [...request(FIRST).messages, forged],
    });

    await expect(answer).rejects.toMatchObject({
      status: 400,
      apiMessage: expect.stringContaining('$.answers.0'),
    });
  });

  test.each([
    ['another issue', FIRST.replace('It breaks', 'Another')],
    ['another attempt', FIRST.replace('Attempt 1', 'Attempt 2')],
    ['no issue', 'Hello'],
  ])('does not know %s', async (_, text) => {
    const { client } = await serve({ cassettes: [RECORDED] });

    const answer = client.messages.create(request(text));

    await expect(answer).rejects.toMatchObject({ status: 404, type: 'not_found_error' });
  });

  test('records requests, writes them on close, and plays the result', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fixpoint-cassettes-'));
    cleanups.push(() => rm(folder, { recursive: true }));
    await writeCassette(folder, cassette(null));
    const recorder = await serve({ cassettes: [cassette(null)], recordTo: folder });
    await recorder.client.messages.create(request(`${FIRST} took 1.5s`));
    await recorder.app.close();

    const recorded = await readCassette(join(folder, 'small.json'));
    const player = await serve({ cassettes: [recorded] });
    const message = await player.client.messages.create(request(`${FIRST} took 99ms`));

    expect(recorded.exchanges[0]?.request?.messages[0]?.content).toContain('took <duration>');
    expect(message.stop_reason).toBe('tool_use');
  });

  test('fails as often as it is asked to, and then goes on', async () => {
    const { app, client } = await serve({ cassettes: [RECORDED] });
    const headers = { 'retry-after': '7' };
    await app.inject({
      method: 'POST',
      url: '/faults',
      payload: { kind: 'status', status: 529, headers, times: 2 },
    });

    const first = client.messages.create(request(FIRST));
    await expect(first).rejects.toMatchObject({ status: 529, type: 'overloaded_error' });
    const second = client.messages.create(request(FIRST));
    await expect(second).rejects.toMatchObject({ status: 529 });
    const third = await client.messages.create(request(FIRST));

    expect(third.stop_reason).toBe('tool_use');
    expect((await app.inject('/counts')).json().counts[0]).toMatchObject({ requests: 3, answers: 1 });
  });

  test('refuses a fault that it does not know', async () => {
    const { app } = await serve({ cassettes: [RECORDED] });

    const answer = await app.inject({ method: 'POST', url: '/faults', payload: { kind: 'earthquake' } });

    expect(answer.statusCode).toBe(400);
  });
});
