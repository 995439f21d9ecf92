import { runChecks } from '@fixpoint/checks/run-checks.ts';
import { CHECKOUT_ROOT } from '@fixpoint/local/paths.ts';
import { Command } from 'commander';

/** `fixpoint check`: everything that can be said about the sources without running them. */
export function checkCommand(): Command {
  return new Command('check')
    .description(
      'types, lint, format, dead code, architecture, environment reads, file shape, secrets and documents; nothing is started',
    )
    .option('--json', 'print the results as one array')
    .action(async (options: { json?: boolean }) => {
      const results = await runChecks(CHECKOUT_ROOT);
      if (options.json) process.stdout.write(`${JSON.stringify(results)}\n`);
      else for (const { name, ok, output } of results) process.stdout.write(render(name, ok, output));
      process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
    });
}

function render(name: string, ok: boolean, output: string): string {
  return ok ? `✓ ${name}\n` : `✗ ${name}\n${output.trimEnd()}\n\n`;
}
