import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressOf, serverAddress } from './address.ts';

it.each([
  ['http://host:8765', 'http://host:8765'],
  ['http://host:8765/', 'http://host:8765'],
  ['https://Host/issues//', 'https://host/issues'],
  ['http://[::1]:8765/?a#b', 'http://[::1]:8765'],
])('takes %s for %s', (given, address) => {
  expect(serverAddress(given)).toBe(address);
});

it.each(['host:8765', 'ftp://host', '', 'http://', ['http://', 'ann', ':', 'word', '@host'].join('')])(
  'refuses %j',
  (given) => {
    expect(() => serverAddress(given)).toThrow(expect.objectContaining({ code: 'INVALID_CONFIG' }));
  },
);

it('keeps every name within its segment, and every value within its parameter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' }), (name, value) => {
      fc.pre(!/^\.{1,2}$/.test(name));
      const address = addressOf('http://host', { path: ['labels', name, 'rename'], query: { q: value } });
      const { origin, pathname, searchParams } = new URL(address);
      const [, api, version, labels, segment = '', end] = pathname.split('/');

      expect([origin, api, version, labels, end]).toEqual(['http://host', 'api', 'v1', 'labels', 'rename']);
      expect(decodeURIComponent(segment)).toBe(name.toWellFormed());
      expect([...searchParams]).toEqual([['q', value.toWellFormed()]]);
    }),
  );
});
