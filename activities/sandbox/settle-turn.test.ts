import { describe, expect, it } from 'vitest';
import { settleTurn } from './settle-turn.ts';
import { readIntent } from './tools/intents.ts';
import { said } from './tools/outcome.ts';
import type { DoneCall } from './tools/run-calls.ts';

function ran(toolUseId: string, name: string, input: unknown = {}): DoneCall {
  const outcome = readIntent(toolUseId, name, input) ?? said('done');
  return { call: { toolUseId, name, input }, outcome, durationMs: 1 };
}

const TURN = [
  ran('1', 'bash'),
  ran('2', 'declare_test', { command: 'x', test_id: 't', files: ['t.py'] }),
  ran('3', 'submit', { title: 't', summary: 's' }),
];

describe('settleTurn', () => {
  it('leaves a turn without incident as it is', () => {
    expect(settleTurn(TURN, null, [], new Map(), false)).toEqual(TURN);
  });

  it('tells a new shell in the first result and what was left out in the last', () => {
    const settled = settleTurn(TURN, null, ['big is larger than 5 MB'], new Map(), true);

    expect(settled[0]?.outcome.content).toMatch(/^\[The shell was restarted.*\]\ndone$/);
    expect(settled[2]?.outcome.content).toBe('recorded\n[Left out of the change: big is larger than 5 MB]');
  });

  it('records no intent on files that were not taken over', () => {
    const settled = settleTurn(TURN, 'sub/ is a repository', [], new Map(), false);

    expect(settled.map(({ outcome }) => outcome.intent)).toEqual([null, null, null]);
    expect(settled[2]?.outcome).toMatchObject({
      isError: true,
      content: expect.stringContaining('sub/ is a repository'),
    });
  });

  it('records no test whose files are missing, and names them', () => {
    const settled = settleTurn(TURN, null, [], new Map([['2', ['t.py']]]), false);

    expect(settled[1]?.outcome).toMatchObject({
      isError: true,
      intent: null,
      content: expect.stringContaining('t.py'),
    });
    expect(settled[2]?.outcome.intent?.kind).toBe('submit');
  });

  it('settles a turn of no calls', () => {
    expect(settleTurn([], 'x', ['y'], new Map(), true)).toEqual([]);
  });
});
