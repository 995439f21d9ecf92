import { renderTable } from '@fixpoint/cli/output/table.ts';
import { Command } from 'commander';
import type { Figure } from './figure.ts';

type Measure = (tell: (line: string) => void) => Promise<readonly Figure[]>;

const bench = new Command('fixpoint bench')
  .description('measure the figures that matter, on an installation of its own')
  .option('--json', 'print the figures as one array')
  .option('--strict', 'end with 1 when an aim is missed')
  .action(async () => {
    const { measurePlatform } = await import('./measure-platform.ts');
    await print(measurePlatform);
  });
bench
  .command('issues')
  .description('measure Issue Core: its local store, sync and claims; needs no server')
  .action(async () => {
    const { measureIssueStore } = await import('./issue-store.ts');
    await print(measureIssueStore);
  });
await bench.parseAsync();

async function print(measure: Measure): Promise<void> {
  const { json, strict } = bench.opts<{ json?: boolean; strict?: boolean }>();
  const figures = await measure((line) => process.stderr.write(`${line}\n`));
  const rows = figures.map(({ name, value, aim, verdict = '' }) => [name, value, aim, verdict]);
  process.stdout.write(
    json
      ? `${JSON.stringify(figures)}\n`
      : `\n${renderTable([['FIGURE', 'MEASURED', 'AIM', 'VERDICT'], ...rows])}\n`,
  );
  if (strict && figures.some(({ verdict }) => verdict === 'missed')) process.exitCode = 1;
}
