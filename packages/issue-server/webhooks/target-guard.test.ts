import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openServer } from '../testing/open-server.ts';
import { openReceiver } from '../testing/receiver.ts';
import { isPublicAddress } from './public-address.ts';
import { sendMessage } from './send.ts';
import { checkTarget } from './target-guard.ts';

const byte = fc.integer({ min: 0, max: 255 });

it('takes no address of a private block for a public one', () => {
  const hidden = fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
    fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
    fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
  );
  fc.assert(
    fc.property(hidden, (bytes) => {
      const address = bytes.join('.');
      const [a, b, c, d] = bytes;
      const hex = [(a << 8) | b, (c << 8) | d].map((word) => word.toString(16)).join(':');
      for (const disguise of [
        address,
        `::ffff:${address}`,
        `64:ff9b::${hex}`,
        `2002:${hex}::1`,
        `::${hex}`,
      ]) {
        expect(isPublicAddress(disguise), disguise).toBe(false);
      }
    }),
  );
});

it.each(['::', '::1', 'fe80::1', 'fd00::1', 'ff02::1', '2001:db8::1', 'fec0::1', '100::1'])(
  'hides %s',
  (address) => {
    expect(isPublicAddress(address)).toBe(false);
  },
);

it.each(['1.1.1.1', '93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])(
  'knows %s for public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

it.each([
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://169.254.169.254/latest/meta-data',
  'http://example.com/',
  'https://user:pass@example.com/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'nonsense',
])('refuses %s as a target', (url) => {
  expect(() => checkTarget(url, false)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});

it('takes what is public, and with leave what is private', () => {
  expect(() => checkTarget('https://example.com:8443/hook?a=b', false)).not.toThrow();
  expect(() => checkTarget('http://127.0.0.1:80/', true)).not.toThrow();
  expect(() => checkTarget('http://user@127.0.0.1/', true)).toThrow();
});

it('connects to no name that leads to a private address, whatever it was when it was registered', async () => {
  const { url } = await openReceiver();
  const message = {
    id: 'm',
    url: `https://localhost:${new URL(url).port}/`,
    secret: `whsec_${'A'.repeat(32)}`,
    payload: '{}',
  };
  const { signal } = new AbortController();

  const sent = await sendMessage(message, {
    allowPrivate: false,
    timeoutMs: 5_000,
    now: () => new Date(),
    signal,
  });

  expect(sent).toMatchObject({ status: null, error: expect.stringContaining('public Internet') });
});

it('registers no webhook to a private target', async () => {
  const { ask } = openServer();
  const { body } = await ask('POST', '/api/v1/webhooks', { body: { url: 'https://example.com/' } });

  expect(await ask('POST', '/api/v1/webhooks', { body: { url: 'https://10.0.0.1/' } })).toMatchObject({
    status: 422,
  });
  expect(
    await ask('PATCH', `/api/v1/webhooks/${body.webhook.id}`, { body: { url: 'https://[::1]/' } }),
  ).toMatchObject({
    status: 422,
    body: { code: 'INVALID_INPUT' },
  });
});
