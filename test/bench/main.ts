import { progressLines } from '@fixpoint/cli/output/progress.ts';
import { renderTable } from '@fixpoint/cli/output/table.ts';
import { isStackUp } from '@fixpoint/local/is-stack-up.ts';
import { type Platform, startPlatform } from '@fixpoint/local/platform/start-platform.ts';
import { startStack, stopStack } from '@fixpoint/local/stack.ts';
import { Command } from 'commander';
import { benchCassettes } from './bench-cassettes.ts';
import { measureIdleMemory } from './idle-memory.ts';
import { measureRun } from './run-time.ts';
import { measureTurns } from './turn-overhead.ts';
import { measureWebhooks } from './webhook-latency.ts';

const { json } = new Command('fixpoint bench')
  .description('measure the figures that matter, on an installation of its own')
  .option('--json', 'print the figures as one array')
  .parse()
  .opts<{ json?: boolean }>();

const report = progressLines((line) => process.stderr.write(`${line}\n`));
const wasUp = isStackUp();
try {
  const stack = await startStack({ report });
  const cassettes = await benchCassettes(stack.paths.root);
  let platform: Platform | undefined;
  try {
    platform = await startPlatform({
      stack,
      report,
      profileName: 'bench',
      model: null,
      replay: { cassettesFolder: cassettes.folder, record: true },
    });
    const figures = [
      ...(await measureIdleMemory(platform)),
      ...(await measureRun(platform)),
      ...(await measureTurns(platform)),
      ...(await measureWebhooks(platform)),
    ];
    const rows = figures.map(({ name, value, aim }) => [name, value, aim]);
    process.stdout.write(
      json ? `${JSON.stringify(figures)}\n` : `\n${renderTable([['FIGURE', 'MEASURED', 'AIM'], ...rows])}\n`,
    );
  } finally {
    await platform?.stop();
    // The replay server writes into it when it ends.
    await cassettes.remove();
  }
} finally {
  if (!wasUp) await stopStack({ report });
}
