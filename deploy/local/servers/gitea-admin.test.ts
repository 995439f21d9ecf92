import { expect, test } from 'vitest';
import { tokenIn } from './gitea-admin.ts';

const TOKEN = '4071720d2fe7ab4fafc70677b829326ea94a900c';

test('the token is found among lines of the log', () => {
  const output = `${TOKEN}\n2026/11/21 11:35:47 picture.go:67 [E] Deprecation`;

  expect(tokenIn(output)).toBe(TOKEN);
});

test('output without a token is an error', () => {
  expect(() => tokenIn('something else')).toThrow('something else');
});
