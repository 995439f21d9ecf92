import { expect, test } from 'vitest';
import { renderProposalTitle } from './proposal-title.ts';

test.each([
  ['Round totals to cents', 'Round totals to cents'],
  ['WIP: [WIP] draft: Round totals', 'Round totals'],
  ['Draft invoices are kept', 'Draft invoices are kept'],
  ['Fixes #7 for @alice', 'Fixes no. 7 for alice'],
  ['two\nlines', 'two lines'],
  ['', 'Solve issue 3'],
  ['WIP:', 'Solve issue 3'],
])('titles %j as %j', (title, expected) => {
  const rendered = renderProposalTitle(title, 3);

  expect(rendered).toBe(expected);
});

test('bounds the title', () => {
  const rendered = renderProposalTitle('x'.repeat(1_000), 3);

  expect(rendered).toHaveLength(120);
});
