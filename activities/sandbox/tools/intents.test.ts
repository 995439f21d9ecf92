import { describe, expect, it } from 'vitest';
import { endsTurn, readIntent } from './intents.ts';

describe('readIntent', () => {
  it('reads a declared test, its files relative to the root and once each', () => {
    const outcome = readIntent('id', 'declare_test', {
      command: ' pytest x ',
      test_id: 't',
      files: ['./a/b.py', '/work/a/b.py', 'c'],
    });

    expect(outcome).toMatchObject({
      isError: false,
      content: 'recorded',
      intent: {
        kind: 'declare-test',
        toolUseId: 'id',
        test: { command: 'pytest x', testId: 't', files: ['a/b.py', 'c'] },
      },
    });
    expect(endsTurn(outcome?.intent ?? null)).toBe(false);
  });

  it.each(['../x', 'a/../x', '/etc/passwd', '', 'a//b', '.git/config', 'a/.GIT/x', 'a\0b'])(
    'refuses the file %j',
    (file) => {
      const outcome = readIntent('id', 'declare_test', { command: 'x', test_id: 't', files: [file] });

      expect(outcome).toMatchObject({ isError: true, intent: null });
    },
  );

  it.each([
    ['submit', { title: 'two\nlines', summary: 's' }],
    ['submit', { title: 'x'.repeat(101), summary: 's' }],
    ['submit', { title: 't' }],
    ['ask', { question: ' ' }],
    ['give_up', null],
    ['declare_test', { command: 'x', test_id: 't', files: [] }],
  ])('refuses a malformed %s', (tool, input) => {
    expect(readIntent('id', tool, input)).toMatchObject({ isError: true, intent: null });
  });

  it('leaves other tools alone', () => {
    expect(readIntent('id', 'bash', {})).toBeNull();
  });

  it('ends the turn with a submit', () => {
    expect(endsTurn(readIntent('id', 'submit', { title: 't', summary: 's' })?.intent ?? null)).toBe(true);
  });
});
