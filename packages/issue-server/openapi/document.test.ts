import { expect, it } from 'vitest';
import { openServer } from '../testing/open-server.ts';

it('describes everything that is served, and nothing else', async () => {
  const { ask } = openServer();

  const { status, body } = await ask('GET', '/openapi.json', { key: '' });

  expect(status).toBe(200);
  expect(body.openapi).toBe('3.1.0');
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining([
      '/issues/',
      '/api/v1/issues/{number}',
      '/api/v1/events/stream',
      '/api/v1/keys/{id}',
    ]),
  );
  const operations = Object.values<Record<string, { operationId: string; security: unknown }>>(
    body.paths,
  ).flatMap((path) => Object.values(path));
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { security } of operations) expect(security).toEqual([{ bearer: [] }, { apiKey: [] }]);
  const text = JSON.stringify(body);
  const named = Object.keys(body.components.schemas);
  const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
  expect(named.toSorted()).toEqual([...referred].toSorted());
  expect(text).not.toContain('$defs');
});

it('serves its pages from here alone', async () => {
  const { app } = openServer();

  const page = await app.inject('/docs/');
  const script = await app.inject('/docs/js/scalar.js');

  expect(page.statusCode).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  expect(page.body).toContain('src="js/scalar.js"');
  expect(page.body).not.toMatch(/(src|href)="https?:/);
  expect(script.statusCode).toBe(200);
  expect(script.body.length).toBeGreaterThan(1_000_000);
  expect((await app.inject('/docs')).headers.location).toBe('/docs/');
});

it.each(['a b', '[', '', 'x:y:z', '%'])('does not fail at a host that is %j', async (host) => {
  const { app, logged } = openServer();

  for (const url of ['/docs', '/docs/']) {
    const { statusCode } = await app.inject({ url, headers: { host } });
    expect(statusCode).toBeLessThan(500);
  }
  expect(logged).toEqual([]);
});
