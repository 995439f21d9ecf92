import { expect, test } from 'vitest';
import { renderFindings } from './doctor.ts';

test('what is wrong is shown with how to mend it', () => {
  const text = renderFindings(
    [
      { part: 'Node', status: 'ok', detail: 'v24.21.0' },
      { part: 'Docker', status: 'broken', detail: 'no engine answers', mend: 'Start it: ./fixpoint up' },
      { part: 'Model', status: 'warning', detail: 'no key', mend: 'Set ANTHROPIC_API_KEY.' },
    ],
    1,
  );

  expect(text.split('\n')).toEqual([
    '✓ Node    v24.21.0',
    '✗ Docker  no engine answers',
    '          → Start it: ./fixpoint up',
    '! Model   no key',
    '          → Set ANTHROPIC_API_KEY.',
    '',
    '1 of 3 parts are broken.',
  ]);
});

test('that all is well is said', () => {
  const text = renderFindings([{ part: 'Node', status: 'ok', detail: 'v24.21.0' }], 0);

  expect(text.split('\n').at(-1)).toBe('Nothing is broken.');
});
