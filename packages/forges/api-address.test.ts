import { expect, test } from 'vitest';
import { apiAddressOf } from './api-address.ts';

test.each([
  ['github', 'https://github.com', 'https://api.github.com'],
  ['github', 'https://acme.ghe.com', 'https://api.acme.ghe.com'],
  ['github', 'https://ghe.example', 'https://ghe.example/api/v3'],
  ['gitlab', 'https://gitlab.com', 'https://gitlab.com'],
  ['gitea', 'http://localhost:3000', 'http://localhost:3000'],
] as const)('the API of %s at %s is asked at %s', (kind, address, expected) => {
  expect(apiAddressOf(kind, address)).toBe(expected);
});
