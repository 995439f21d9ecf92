import { renderError } from './output/error.ts';
import { fixpointProgram } from './program.ts';

try {
  await fixpointProgram().parseAsync();
} catch (error) {
  process.stderr.write(`\n${renderError(error)}\n`);
  // Steps that still run beside the one that failed are of no use any more; their programs end with this process.
  process.exit(1);
}
