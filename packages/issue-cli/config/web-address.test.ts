import { describe, expect, test } from 'vitest';
import { toWebAddress } from './web-address.ts';

describe('the address of a server', () => {
  test.each([
    ['https://Forge.example/', 'https://forge.example'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://localhost:3000/api/v1/', 'http://localhost:3000'],
    ['https://host/gitea/api/v1', 'https://host/gitea'],
    ['https://gitlab.example/api/v4', 'https://gitlab.example'],
    ['https://ghe.example/api/v3', 'https://ghe.example'],
    ['https://api.github.com', 'https://github.com'],
    ['https://host/sub//?a=b#c', 'https://host/sub'],
  ])('%s is %s', (given, expected) => {
    expect(toWebAddress(given, '--url')).toBe(expected);
  });

  test.each(['localhost:3000', 'ssh://host', 'x', 'https://u:p@host', 'https://tok@host'])(
    '%s is refused',
    (given) => {
      expect(() => toWebAddress(given, '--url')).toThrow(expect.objectContaining({ code: 'INVALID_CONFIG' }));
      expect(() => toWebAddress(given, '--url')).toThrow('--url');
    },
  );
});
