import { fastify } from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { serveIssues } from './serve.ts';
import { API_KEY, openServer } from './testing/open-server.ts';
import { runSchemathesis } from './testing/schemathesis.ts';

const MAX_SECONDS = 90;
const TIMEOUT_MS = 600_000;
const authorization = `Bearer ${API_KEY}`;

it('keeps what its OpenAPI document promises, however it is asked', { timeout: TIMEOUT_MS }, async () => {
  const { ports, logged } = openServer();
  const bounds = { requestsPerMinute: 10_000_000, streamLifeMs: 50, maxWaitMs: 50 };
  const server = await serveIssues(ports, { host: '127.0.0.1', port: 0, ...bounds });
  onTestFinished(() => server.close());

  const { exitCode, output } = await runSchemathesis(`${server.url}/openapi.json`, {
    authorization,
    maxSeconds: MAX_SECONDS,
  });

  expect(exitCode, output.slice(-20_000)).toBe(0);
  const [, generated, passed] = /(\d+) generated, (\d+) passed/.exec(output) ?? [];
  expect(Number(generated)).toBeGreaterThan(200);
  expect(passed).toBe(generated);
  expect(logged.filter((line) => line.startsWith('request failed'))).toEqual([]);
});

it('would find a promise that is not kept', { timeout: TIMEOUT_MS }, async () => {
  const app = fastify();
  onTestFinished(() => app.close());
  const responses = { 200: { description: 'ok' } };
  app.get('/openapi.json', async () => ({
    openapi: '3.1.0',
    info: { title: 'broken', version: '1' },
    paths: { '/broken': { get: { responses } } },
  }));
  app.get('/broken', async () => Promise.reject(new Error('broken')));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });

  const { exitCode, output } = await runSchemathesis(`${url}/openapi.json`, {
    authorization,
    maxSeconds: 10,
  });

  expect(exitCode).toBe(1);
  expect(output).toContain('Server error');
});
