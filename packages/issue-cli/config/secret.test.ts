import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';

test('a secret is told only to whoever asks for it', () => {
  const secret = new Secret('hush');
  const holder = { token: secret };

  const shown = [
    `${secret}`,
    secret.toString(),
    JSON.stringify(holder),
    inspect(holder),
    String(Object.entries(secret)),
  ];

  expect(shown.join()).not.toContain('hush');
  expect(JSON.stringify(holder)).toBe('{"token":"[secret]"}');
  expect(secret.reveal()).toBe('hush');
});
