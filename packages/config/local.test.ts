import { expect, test } from 'vitest';
import { readLocalSettings } from './local.ts';

test('one variable moves every port', () => {
  const { ports } = readLocalSettings({ FIXPOINT_PORT_BASE: '18000' });

  expect(ports).toMatchObject({ temporal: 18_000, temporalUi: 18_001, store: 18_002, gitea: 18_003 });
});

test('a port of its own wins over the base', () => {
  const { ports } = readLocalSettings({ FIXPOINT_PORT_BASE: '18000', FIXPOINT_PORT_TEMPORAL_UI: '9999' });

  expect(ports).toMatchObject({ temporal: 18_000, temporalUi: 9_999 });
});

test('no two ports are the same', () => {
  const ports = Object.values(readLocalSettings({}).ports);

  expect(new Set(ports).size).toBe(ports.length);
});

test.each([
  [{ FIXPOINT_PORT_GITEA: '80' }, 'FIXPOINT_PORT_GITEA: give a port from 1024 on'],
  [{ FIXPOINT_PORT_STORE: 'x' }, 'FIXPOINT_PORT_STORE: give a port number'],
  [{ DOCKER_HOST: '/var/run/docker.sock' }, 'DOCKER_HOST: give an address like unix:///var/run/docker.sock'],
  [{ FIXPOINT_STORE_URL: 'localhost' }, 'FIXPOINT_STORE_URL: give an address like mongodb://'],
  [{ FIXPOINT_GITEA_URL: 'http://127.0.0.1:3000' }, 'FIXPOINT_GITEA_USER, _PASSWORD and _TOKEN'],
])('%j is refused with what to change', (environment, message) => {
  expect(() => readLocalSettings(environment)).toThrow(message);
});

test('secrets are not handed to the programs that download and build', () => {
  const { toolEnvironment } = readLocalSettings({
    HTTPS_PROXY: 'http://proxy',
    ANTHROPIC_API_KEY: 'k',
    NPM_TOKEN: 't',
  });

  expect(toolEnvironment).toEqual({ HTTPS_PROXY: 'http://proxy' });
});
