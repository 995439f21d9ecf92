import { renderError } from './output/error.ts';
import { InterruptedError } from './output/interruption.ts';
import { fixpointProgram } from './program.ts';

/** 128 + SIGINT, as shells have it. */
const INTERRUPTED_EXIT_CODE = 130;

try {
  await fixpointProgram().parseAsync();
} catch (error) {
  if (error instanceof InterruptedError) process.exit(INTERRUPTED_EXIT_CODE);
  process.stderr.write(`\n${renderError(error)}\n`);
  // Steps that still run beside the one that failed are of no use any more; their programs end with this process.
  process.exit(1);
}
