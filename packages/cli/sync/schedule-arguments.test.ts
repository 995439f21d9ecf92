import { expect, test } from 'vitest';
import { ScheduleArguments } from './schedule-arguments.ts';

const pair = {
  name: 'shop',
  a: { forgeInstance: 'forge', owner: 'acme', name: 'shop' },
  b: { forgeInstance: 'forge', owner: 'acme', name: 'copy' },
  direction: 'both',
  policy: 'manual',
  deletes: 'close',
  everyMinutes: 15,
};

test.each([
  ['no login is mapped in a Schedule that was made without', pair],
  ['logins that were mapped are kept', { ...pair, users: [{ a: 'ann', b: 'ann-b' }] }],
])('%s', (_, given) => {
  expect(ScheduleArguments.parse([{ pair: given }])).toEqual([{ pair: given }]);
});
