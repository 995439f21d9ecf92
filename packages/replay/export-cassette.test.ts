import { describe, expect, test } from 'vitest';
import { exportCassette } from './export-cassette.ts';
import { findExchange, mismatch } from './find-exchange.ts';
import { MessagesRequest } from './messages-request.ts';

const SETUP = { model: 'claude-opus-5-5', max_tokens: 100, system: 'Be good.', tools: [] };
const FIRST = { role: 'user', content: 'Attempt 1 of 3.\n<issue_title>It breaks</issue_title> at 12:30:01' };
const SECOND = {
  role: 'user',
  content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'took 0.1s' }],
};

function response(id: string) {
  const usage = {
    input_tokens: 1,
    output_tokens: 1,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  };
  const content = [{ type: 'tool_use', id, name: 'bash', input: { command: 'ls' } }];
  return { model: 'claude-opus-5-5', stop_reason: 'tool_use', content, usage };
}

describe('exportCassette', () => {
  test('makes a cassette that fits the run it was made from', () => {
    const cassette = exportCassette({
      name: 'exported',
      issueTitle: 'It breaks',
      setup: SETUP,
      turns: [
        { attempt: 1, turn: 1, added: [FIRST], response: response('toolu_1') },
        { attempt: 1, turn: 2, added: [SECOND], response: response('toolu_2') },
      ],
    });

    const answer = { role: 'assistant', content: response('toolu_1').content };
    const request = MessagesRequest.parse({ ...SETUP, messages: [FIRST, answer, SECOND] });
    const found = findExchange([cassette], request);

    expect(found).toMatchObject({ kind: 'exchange', exchange: { turn: 2 } });
    expect(found.kind === 'exchange' && mismatch(found.cassette, found.exchange, request)).toBeNull();
    expect(cassette.exchanges[0]?.request?.messages[0]?.content).toContain('at <time>');
  });

  test('refuses two answers for one turn', () => {
    const turn = { attempt: 1, turn: 1, added: [FIRST], response: response('toolu_1') };

    expect(() =>
      exportCassette({ name: 'twice', issueTitle: 'It', setup: SETUP, turns: [turn, turn] }),
    ).toThrow('same attempt and turn');
  });
});
