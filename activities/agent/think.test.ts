import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { readJson } from '@fixpoint/store/json-blobs.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { RecordedResponseSchema } from './schemas.ts';
import { bashCall, neverAborted, type PlayedAnswer, Scene } from './testing/scene.ts';
import { type ThinkPorts, think } from './think.ts';

const ANSWERS = [bashCall('toolu_1', 'ls'), bashCall('toolu_2', 'cat a'), bashCall('toolu_3', 'cat b')];
const scenes: Scene[] = [];

afterEach(async () => {
  await Promise.all(scenes.splice(0).map((scene) => scene.close()));
});

async function open(answers: readonly PlayedAnswer[] = ANSWERS): Promise<Scene> {
  const scene = await Scene.open(answers);
  scenes.push(scene);
  return scene;
}

function result(
  toolUseId: string,
  content = 'fine',
): { toolUseId: string; content: string; isError: boolean } {
  return { toolUseId, content, isError: false };
}

async function thinkTurn(scene: Scene, fleet: ThinkPorts, turn: number) {
  const previous = turn === 1 ? null : await scene.results([result(`toolu_${turn - 1}`)]);
  return think(fleet, await scene.request(turn, previous), neverAborted());
}

describe('think', () => {
  test('gives the calls, what was said, what it cost, and what is stored', async () => {
    const scene = await open();

    const thought = await thinkTurn(scene, scene.fleet(), 1);
    const stored = await readJson(scene.blobs, thought.response, RecordedResponseSchema);

    expect(thought).toMatchObject({
      model: 'claude-opus-5-5',
      calls: [{ toolUseId: 'toolu_1', tool: 'bash' }],
      excerpt: 'I run ls.',
      usage: { inputTokens: 100, outputTokens: 20, cacheReadTokens: 1_000, cacheWriteTokens: 50 },
    });
    expect(thought.costUsd).toBeCloseTo((100 * 4 + 20 * 20 + 1_000 * 0.2 + 50 * 5) / 1e6, 10);
    expect(stored.calls).toEqual([{ toolUseId: 'toolu_1', name: 'bash', input: { command: 'ls' } }]);
    expect(stored.content).toEqual(ANSWERS[0]?.content);
  });

  test('never buys a recorded response again', async () => {
    const scene = await open();
    const fleet = scene.fleet();

    const first = await thinkTurn(scene, fleet, 1);
    const again = await thinkTurn(scene, fleet, 1);
    const elsewhere = await thinkTurn(scene, scene.fleet(), 1);

    expect(again).toEqual(first);
    expect(elsewhere).toEqual(first);
    expect(await scene.counts()).toMatchObject([{ runId: 'run-1', attempt: 1, turn: 1, requests: 1 }]);
  });

  test('buys again when it crashed before recording, with the same bytes after a restart, and only then', async () => {
    const scene = await open();
    const crashing = scene.fleet();
    await thinkTurn(scene, crashing, 1);
    await thinkTurn(scene, crashing, 2);
    const insert = () => Promise.reject(new FixpointError('STORE_UNAVAILABLE', 'The process died.'));
    const dying = { ...crashing, exchanges: { ...scene.exchanges, insert } };
    await expect(thinkTurn(scene, dying, 3)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });

    const restarted = scene.fleet();
    const thought = await thinkTurn(scene, restarted, 3);

    expect(thought.calls).toEqual([{ toolUseId: 'toolu_3', tool: 'bash' }]);
    expect(scene.sent).toHaveLength(4);
    expect(scene.sent[3]).toBe(scene.sent[2]);
    expect((await scene.counts()).map(({ requests }) => requests)).toEqual([1, 1, 2]);
  });

  test('gives the response of whoever was first when two ask at once', async () => {
    const scene = await open();

    const [one, other] = await Promise.all([
      thinkTurn(scene, scene.fleet(), 1),
      thinkTurn(scene, scene.fleet(), 1),
    ]);

    expect(one).toEqual(other);
  });

  test('reads nothing back while its conversation is in memory', async () => {
    const scene = await open();
    const found: string[] = [];
    const exchanges = {
      ...scene.exchanges,
      find: (key: string) => {
        found.push(key);
        return scene.exchanges.find(key);
      },
    };
    const fleet = scene.fleet({ exchanges });

    for (const turn of [1, 2, 3]) await thinkTurn(scene, fleet, turn);

    expect(found).toEqual(['run-1/1/1', 'run-1/1/2', 'run-1/1/3']);
  });

  test('chains the hashes: another beginning gives another end', async () => {
    const scene = await open();
    const other = await open();
    const fleet = scene.fleet();
    const otherFleet = other.fleet();

    const first = await thinkTurn(scene, fleet, 1);
    const second = await thinkTurn(scene, fleet, 2);
    const otherFirst = await think(
      otherFleet,
      await other.request(1, null, { lesson: 'It failed.' }),
      neverAborted(),
    );
    const otherSecond = await thinkTurn(other, otherFleet, 2);

    expect(second.prompt).toEqual(otherSecond.prompt);
    expect(new Set([first, second, otherFirst, otherSecond].map(({ requestHash }) => requestHash)).size).toBe(
      4,
    );
  });

  test('gives the same hashes for the same conversation', async () => {
    const scene = await open();
    const other = await open();

    const first = await thinkTurn(scene, scene.fleet(), 1);
    const same = await thinkTurn(other, other.fleet(), 1);

    expect(same.requestHash).toBe(first.requestHash);
  });

  test('tells, stores and hashes no secret', async () => {
    const scene = await open();
    const fleet = scene.fleet({ redact: (text) => text.replaceAll('hunter2', '[redacted]') });
    await thinkTurn(scene, fleet, 1);

    const previous = await scene.results([result('toolu_1', 'password=hunter2')]);
    const thought = await think(fleet, await scene.request(2, previous), neverAborted());

    expect(scene.sent.join()).not.toContain('hunter2');
    expect(new TextDecoder().decode(await scene.blobs.get(thought.prompt))).toContain('[redacted]');
  });

  test('refuses a later turn without the results of the one before', async () => {
    const scene = await open();
    const fleet = scene.fleet();
    await thinkTurn(scene, fleet, 1);

    const thought = think(fleet, await scene.request(2, null), neverAborted());

    await expect(thought).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('refuses a turn whose conversation was never recorded', async () => {
    const scene = await open();

    const thought = thinkTurn(scene, scene.fleet(), 3);

    await expect(thought).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('answers that are not whole', () => {
  test('without a tool call, the model is nudged', async () => {
    const scene = await open([
      { content: [{ type: 'text', text: 'Done!' }], stopReason: 'end_turn' },
      bashCall('toolu_2'),
    ]);
    const fleet = scene.fleet();
    const first = await thinkTurn(scene, fleet, 1);

    await think(fleet, await scene.request(2, await scene.results([])), neverAborted());

    expect(first.calls).toEqual([]);
    expect(scene.sent[1]).toContain('You called no tool.');
  });

  test('a call that was cut off is not carried out, and the model is told', async () => {
    const cut: PlayedAnswer = {
      content: [...bashCall('toolu_1').content, ...bashCall('toolu_9').content],
      stopReason: 'max_tokens',
    };
    const scene = await open([cut, bashCall('toolu_2')]);
    const fleet = scene.fleet();

    const first = await thinkTurn(scene, fleet, 1);
    await thinkTurn(scene, fleet, 2);

    expect(first.calls).toEqual([{ toolUseId: 'toolu_1', tool: 'bash' }]);
    expect(scene.sent[1]).toContain('This call was cut off');
  });

  test('a refusal is a giving up, recorded and paid', async () => {
    const scene = await open([{ content: [], stopReason: 'refusal' }]);

    const thought = await thinkTurn(scene, scene.fleet(), 1);

    expect(thought.calls).toEqual([{ toolUseId: 'refusal', tool: 'give_up' }]);
    expect(thought.costUsd).toBeGreaterThan(0);
  });

  test('a tool that nobody offered is unknown', async () => {
    const scene = await open([
      { content: [{ type: 'tool_use', id: 'toolu_1', name: 'teleport', input: {} }] },
    ]);

    const thought = await thinkTurn(scene, scene.fleet(), 1);

    expect(thought.calls).toEqual([{ toolUseId: 'toolu_1', tool: 'unknown' }]);
  });
});
