import { isStackUp } from '@fixpoint/local/is-stack-up.ts';
import { CHECKOUT_ROOT } from '@fixpoint/local/paths.ts';
import type { Report } from '@fixpoint/local/report.ts';
import { startStack, stopStack, temporalProgram } from '@fixpoint/local/stack.ts';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { execa } from 'execa';
import { interruption } from '../output/interruption.ts';
import { progressLines } from '../output/progress.ts';
import { stackEnvironment } from '../output/stack-environment.ts';
import { wholeNumber } from './whole-number.ts';

const SUITES = ['all', 'unit', 'workflow', 'e2e'] as const;
type Suite = (typeof SUITES)[number];

interface TestOptions {
  readonly seeds?: number;
  readonly seed?: number;
}

/** Longer than the slowest suite takes on two cores, so that a hang ends here and says so. */
const TEST_TIMEOUT_MS = 60 * 60_000;

/** `fixpoint test`: starts what a suite needs, runs it, and leaves nothing running that it started. */
export function testCommand(): Command {
  return new Command('test')
    .description('install and start what the tests need, run them, and stop what was started')
    .addArgument(
      new Argument('[suite]', 'unit needs Node and git only, workflow a Temporal server, e2e the local stack')
        .choices(SUITES)
        .default('all'),
    )
    .argument('[filters...]', 'only test files whose path contains one of these')
    .option('--seeds <count>', 'so many seeds for each property of the sync, instead of 100', wholeNumber)
    .option('--seed <number>', 'the first of them, to repeat a failure', parseSeed)
    .addHelpText(
      'after',
      '\nThe properties of the sync alone: ./fixpoint test unit sync-properties --seeds 5000',
    )
    .action(async (suite: Suite, filters: string[], { seeds, seed }: TestOptions) => {
      const report = progressLines((line) => process.stderr.write(`${line}\n`));
      const stopping = interruption();
      const wasUp = isStackUp();
      try {
        const env = {
          ...(await stopping.race(environmentFor(suite, report, stopping.signal))),
          ...(seeds === undefined ? {} : { FIXPOINT_TEST_SEEDS: `${seeds}` }),
          ...(seed === undefined ? {} : { FIXPOINT_TEST_SEED: `${seed}` }),
        };
        process.exitCode = await runVitest(suite, filters, env, stopping.signal);
      } finally {
        stopping.end();
        if (!wasUp) await stopStack({ report });
      }
    });
}

/** Seeds are printed as they are, and may be negative. */
function parseSeed(text: string): number {
  if (/^-?\d{1,10}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give the seed that the failure printed.');
}

/** Only the workflow suite does with a single program, and the unit suite with nothing at all. */
async function environmentFor(
  suite: Suite,
  report: Report,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  if (suite === 'unit') return {};
  if (suite === 'workflow')
    return { FIXPOINT_TEMPORAL_EXECUTABLE: await temporalProgram({ report, signal }) };
  // All servers at once first: built one by one, they take twice as long.
  const { endpoints } = await startStack({ report, signal });
  const temporalExecutable = await temporalProgram({ report, signal });
  return stackEnvironment(endpoints, temporalExecutable);
}

async function runVitest(
  suite: Suite,
  filters: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const projects = suite === 'all' ? [] : ['--project', suite];
  const { exitCode } = await execa('node_modules/.bin/vitest', ['run', ...projects, ...filters], {
    cwd: CHECKOUT_ROOT,
    env,
    stdio: 'inherit',
    reject: false,
    timeout: TEST_TIMEOUT_MS,
    cancelSignal: signal,
  });
  return exitCode ?? 1;
}
