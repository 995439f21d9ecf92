import { Argument, Command } from 'commander';
import { expect, test } from 'vitest';
import { addGlobalFlags } from '../global-flags.ts';
import { wantedValue } from './wanted-value.ts';

const program = addGlobalFlags(new Command('issue'))
  .addCommand(new Command('reopen').argument('<number>'))
  .addCommand(new Command('show').argument('<number>').option('-c, --comments'))
  .addCommand(
    new Command('edit')
      .argument('[numbers...]')
      .option('-l, --label <label>')
      .option('--parent <number>')
      .option('-m, --milestone <title>'),
  )
  .addCommand(
    new Command('link').argument('<number>').addArgument(new Argument('[kind]')).argument('[other]'),
  )
  .addCommand(
    new Command('label')
      .addCommand(new Command('create').argument('<name>'))
      .addCommand(new Command('rename').argument('<name>').argument('<new-name>')),
  )
  .addCommand(
    new Command('sync').addCommand(
      new Command('pull').argument('<source>').argument('<target>').option('--dry-run'),
    ),
  )
  .addCommand(new Command('backend').addCommand(new Command('remove').argument('<name>')));

test.each([
  ['show |', 'issue'],
  ['show 1|', 'issue'],
  ['reopen |', 'closed-issue'],
  ['show --comments |', 'issue'],
  ['show 1 |', null],
  ['show -|', null],
  ['edit 1 2 |', 'issue'],
  ['edit 1 --label |', 'label'],
  ['edit 1 -l b|', 'label'],
  ['edit 1 --label=b|', 'label'],
  ['edit --label bug |', 'issue'],
  ['edit --label=bug |', 'issue'],
  ['edit 1 --parent |', 'issue'],
  ['edit 1 -m |', 'milestone'],
  ['link 1 |', null],
  ['link 1 blocks |', 'issue'],
  ['label create |', null],
  ['label rename |', 'label'],
  ['label rename bug |', null],
  ['sync pull |', 'backend'],
  ['sync pull a --dry-run |', 'backend'],
  ['backend remove |', 'backend'],
  ['show --backend |', 'backend'],
  ['--backend |', 'backend'],
  ['nothing |', null],
  ['|', null],
] as const)('%s is %s', (line, kind) => {
  const words = line.replace('|', '').split(' ');

  expect(wantedValue(program, words)?.kind ?? null).toBe(kind);
});

test('the tracker that was named is asked', () => {
  const backendOf = (...words: string[]) => wantedValue(program, words)?.backend;

  expect(backendOf('show', '--backend', 'work', '')).toBe('work');
  expect(backendOf('--backend=work', 'show', '')).toBe('work');
  expect(backendOf('show', '')).toBeNull();
});

test('no words are nothing', () => {
  expect(wantedValue(program, [])).toBeNull();
});
