import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasMarker, isOurs, marker } from './marker.ts';

test('a marker is found again by its key, and by no other', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (key, other) => {
      const body = `${marker(key)}\ntext`;
      expect(hasMarker(body, key)).toBe(true);
      expect(isOurs(body)).toBe(true);
      expect(hasMarker(body, other)).toBe(key === other);
    }),
  );
});

test('no key ends the comment that hides it', () => {
  const written = marker('--> visible');

  expect(written.indexOf('-->')).toBe(written.length - 3);
});

test('a quoted marker is not one', () => {
  expect(hasMarker(`> ${marker('status/1')}`, 'status/1')).toBe(false);
});
