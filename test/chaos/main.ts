import { wholeNumber } from '@fixpoint/cli/commands/whole-number.ts';
import { progressLines } from '@fixpoint/cli/output/progress.ts';
import { renderTable } from '@fixpoint/cli/output/table.ts';
import { isStackUp } from '@fixpoint/local/is-stack-up.ts';
import { startStack, stopStack } from '@fixpoint/local/stack.ts';
import { Command } from 'commander';
import { openInstallation } from '../e2e/open-installation.ts';
import { openPlatform } from '../e2e/platform.ts';
import { type KillReport, killDuringRun } from './kill-during-run.ts';

/** A run takes about this long; kills are spread over all of it. */
const RUN_MS = 6_000;

const kill = new Command('kill')
  .description(
    'kill each fleet (-9) at random moments of a run, start it again, and tell what became of the run',
  )
  .option('--times <count>', 'how often each fleet', wholeNumber, 3)
  .option('--fleet <name...>', 'only these services')
  .option('--json', 'print the reports as one array')
  .action(killFleets);

async function killFleets(options: { times: number; fleet?: string[]; json?: boolean }): Promise<void> {
  const report = progressLines((line) => process.stderr.write(`${line}\n`));
  const wasUp = isStackUp();
  try {
    await startStack({ report });
    const platform = await openPlatform();
    const installation = await openInstallation(platform);
    try {
      const services = options.fleet ?? Object.keys(platform.healthUrls);
      const reports: KillReport[] = [];
      for (const service of services) {
        for (let time = 1; time <= options.times; time += 1) {
          const moment = { kind: 'after', delayMs: Math.random() * RUN_MS } as const;
          const result = await killDuringRun(installation, service, moment);
          process.stderr.write(
            `${time}. ${service} after ${Math.round(moment.delayMs)} ms: ${verdict(result)}\n`,
          );
          reports.push(result);
        }
      }
      process.stdout.write(options.json ? `${JSON.stringify(reports)}\n` : `\n${summary(reports)}\n`);
      process.exitCode = reports.every(isSound) ? 0 : 1;
    } finally {
      await installation.close();
      await platform.stop();
    }
  } finally {
    if (!wasUp) await stopStack({ report });
  }
}

function isSound(report: KillReport): boolean {
  return (
    report.endedIn === 'in-review' &&
    report.pullRequests === 1 &&
    report.statusComments === 1 &&
    report.boughtTwice === 0
  );
}

function verdict(report: KillReport): string {
  const { endedIn, reason, pullRequests, statusComments, boughtTwice, runMs } = report;
  return `${isSound(report) ? '✓' : '✗'} ${endedIn}, ${pullRequests} pull requests, ${statusComments} status comments, ${boughtTwice} turns bought twice, ${(runMs / 1000).toFixed(1)} s${reason ? `: ${reason}` : ''}`;
}

function summary(reports: readonly KillReport[]): string {
  const rows = Object.entries(Object.groupBy(reports, ({ service }) => service)).map(([service, of = []]) => [
    service,
    `${of.filter(isSound).length}/${of.length} sound`,
    `${of.reduce((sum, { boughtTwice }) => sum + boughtTwice, 0)} turns bought twice`,
    `slowest ${(Math.max(...of.map(({ runMs }) => runMs)) / 1000).toFixed(1)} s`,
  ]);
  return renderTable([['FLEET', 'RUNS', 'MODEL', 'TIME'], ...rows]);
}

await new Command('fixpoint chaos').description('break things on purpose').addCommand(kill).parseAsync();
