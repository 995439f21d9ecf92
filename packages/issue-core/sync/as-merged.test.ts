import { expect, test } from 'vitest';
import { isAsMerged } from './as-merged.ts';
import { type IssueFields, UNSET } from './canonical.ts';
import type { PerSide } from './side.ts';

const NO_LINKS = { parent: [], blocked_by: [], relates: [], duplicates: [], fromOthers: [] };
const FIELDS: IssueFields = { ...UNSET, title: 'Door', body: 'It squeaks.', labels: ['Oil', 'small'] };

function isAs(
  merged: PerSide<IssueFields>,
  current: PerSide<IssueFields>,
  issue = ['title', 'labels'] as const,
) {
  const base = { a: { fields: merged.a, links: NO_LINKS }, b: { fields: merged.b, links: NO_LINKS } };
  return isAsMerged({ issue }, { base }, current);
}

test('sides that differ from each other as they did are as they were merged', () => {
  const sides = { a: FIELDS, b: { ...FIELDS, title: 'The door', labels: [] } };

  expect(isAs(sides, structuredClone(sides))).toBe(true);
});

test('a change on either side is found, also of how a name is spelled and of what a comma may hide', () => {
  const sides = { a: FIELDS, b: FIELDS };

  expect(isAs(sides, { ...sides, b: { ...FIELDS, title: 'Gate' } })).toBe(false);
  expect(isAs(sides, { ...sides, a: { ...FIELDS, labels: ['oil', 'small'] } })).toBe(false);
  expect(isAs(sides, { ...sides, a: { ...FIELDS, labels: ['Oil, small'] } })).toBe(false);
  expect(isAs(sides, { ...sides, a: { ...FIELDS, labels: ['Oil'] } })).toBe(false);
});

test('what does not travel is not compared', () => {
  const sides = { a: FIELDS, b: FIELDS };

  expect(isAs(sides, { ...sides, b: { ...FIELDS, body: 'Edited.' } })).toBe(true);
});
