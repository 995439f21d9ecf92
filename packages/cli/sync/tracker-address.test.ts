import { expect, test } from 'vitest';
import { parseTracker } from './tracker-address.ts';

test.each([
  ['acme/shop', { forgeInstance: null, owner: 'acme', name: 'shop' }],
  ['github.com/acme/shop', { forgeInstance: 'github.com', owner: 'acme', name: 'shop' }],
  ['localhost:3000/acme/shop', { forgeInstance: 'localhost:3000', owner: 'acme', name: 'shop' }],
  ['gitlab.com/group/part/shop', { forgeInstance: 'gitlab.com', owner: 'group/part', name: 'shop' }],
])('%s', (text, tracker) => {
  expect(parseTracker(text)).toEqual(tracker);
});

test.each(['shop', 'acme/..', './shop', 'a/b/c', 'https://github.com/acme/shop', 'acme/', '', 'a b/c'])(
  '%s is refused',
  (text) => {
    expect(() => parseTracker(text)).toThrow('OWNER/NAME');
  },
);
