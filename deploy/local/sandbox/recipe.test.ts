import { expect, test } from 'vitest';
import { sandboxImageName } from './recipe.ts';

test('another Node makes another image', () => {
  expect(sandboxImageName('v24.1.0')).toMatch(/^fixpoint-sandbox:[0-9a-f]{12}$/);
  expect(sandboxImageName('v24.1.0')).toBe(sandboxImageName('v24.1.0'));
  expect(sandboxImageName('v24.1.0')).not.toBe(sandboxImageName('v24.2.0'));
});
