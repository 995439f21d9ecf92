import { DEFAULT_RUN_LIMITS } from '@fixpoint/contracts/limits.ts';
import { expect, it } from 'vitest';
import { readIngressConfig } from './ingress.ts';

it('needs no variable at all', () => {
  const config = readIngressConfig({});

  expect(config).toEqual({
    host: '127.0.0.1',
    port: 8080,
    maxBodyBytes: 1_048_576,
    triggerLabel: 'fixpoint',
    runLimits: DEFAULT_RUN_LIMITS,
  });
});

it('lets the environment bound a run', () => {
  const config = readIngressConfig({ FIXPOINT_MAX_ATTEMPTS: '1', FIXPOINT_MAX_COST_USD: '0.5' });

  expect(config.runLimits).toEqual({ ...DEFAULT_RUN_LIMITS, maxAttempts: 1, maxCostUsd: 0.5 });
});

it.each([
  ['FIXPOINT_MAX_ATTEMPTS', '0'],
  ['FIXPOINT_MAX_COST_USD', '-1'],
  ['FIXPOINT_INGRESS_PORT', '70000'],
  ['FIXPOINT_COMMAND_TIMEOUT_MS', 'soon'],
])('names the variable that is wrong: %s=%s', (name, value) => {
  expect(() => readIngressConfig({ [name]: value })).toThrow(name);
});
