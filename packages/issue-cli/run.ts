import { CommanderError } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';
import { type ErrorReport, renderError, renderErrorJson, reportOf } from './output/error.ts';
import { createProgram } from './program.ts';
import { type World, writeTo } from './world.ts';

const GRACE_MS = 1_000;

/**
 * Carries out one command line and answers with what the process is to end with. Nothing is thrown: what goes wrong is told
 * on stderr, as JSON when the output was to be JSON.
 */
export async function run(argv: readonly string[], world: World): Promise<number> {
  let exitCode: number = EXIT_CODES.ok;
  try {
    const program = await createProgram(argv, world, (code) => {
      exitCode = code;
    });
    await untilStopped(program.parseAsync(argv, { from: 'user' }), world.signal);
    return exitCode;
  } catch (error) {
    // Help and version were printed.
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.ok;
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT_CODES.usage;
    // Whoever read our output has seen enough.
    if (hasCode(error, 'EPIPE')) return EXIT_CODES.ok;
    const report = reportOf(error, world.signal);
    await tell(report, argv, world);
    return report.exitCode;
  }
}

/** Whoever wants to stop is not held up by a tracker that makes us wait; what is done within a moment still is. */
function untilStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = () => setTimeout(() => stopped.reject(signal.reason), GRACE_MS).unref();
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return Promise.race([work, stopped.promise]);
}

async function tell(report: ErrorReport, argv: readonly string[], world: World): Promise<void> {
  const text = wantsJson(argv) ? renderErrorJson(report) : renderError(report);
  // When nobody reads stderr either, the exit code has to do.
  await writeTo(world.stderr, text).catch(() => undefined);
}

/** From the words themselves, since the error may be that they cannot be parsed. */
function wantsJson(argv: readonly string[]): boolean {
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  return words.some((word, index) => {
    if (word === '--json' || /^--format=(json|ndjson)$/.test(word)) return true;
    return word === '--format' && /^(json|ndjson)$/.test(words[index + 1] ?? '');
  });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
