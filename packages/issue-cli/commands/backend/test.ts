import type { BackendCheck } from '@fixpoint/issue-core/backend/port.ts';
import { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { withSession } from '../../command-context.ts';
import { safeLine } from '../../output/safe-text.ts';
import type { Style } from '../../output/style.ts';

/** `issue backend test`: whether a tracker can be reached and used, asked of itself. */
export function testBackendCommand(context: CommandContext): Command {
  return new Command('test')
    .argument('[name]', 'the backend; the one that is used here when left out')
    .description('ask a tracker whether it can be used')
    .action(async (name: string | undefined) => {
      const flags = { ...context.flags(), ...(name === undefined ? {} : { backend: name }) };
      const printer = context.printer();
      await withSession({ ...context, flags: () => flags }, { access: 'write' }, async ({ tracker }) => {
        const check = await tracker.check();
        const { backendName, kind } = tracker;
        await printer.one({ name: backendName, type: kind, ok: true, ...check }, (_, style) =>
          renderCheck(`${backendName} (${kind})`, check, style),
        );
      });
    });
}

function renderCheck(name: string, { login, target, canWrite, version }: BackendCheck, style: Style): string {
  const may = canWrite ? 'reads and writes' : style.paint('yellow', 'reads, but may not write');
  const of = version === null ? '' : `, ${safeLine(version)}`;
  return `${style.paint('green', '✓')} ${name}: ${safeLine(login)} ${may} ${safeLine(target)}${of}`;
}
