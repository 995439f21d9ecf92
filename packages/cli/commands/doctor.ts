import { examine } from '@fixpoint/local/doctor/examine.ts';
import type { Finding } from '@fixpoint/local/doctor/finding.ts';
import { Command } from 'commander';

const SIGNS = { ok: '✓', warning: '!', broken: '✗' } as const;

/** `fixpoint doctor`: looks at every part and says how to mend what is wrong; exit code 1 when something is broken. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check every part (machine, Docker, servers, model) and say how to mend what is wrong')
    .option('--json', 'print one object for machines')
    .action(async (options: { json?: boolean }) => {
      const findings = await examine();
      const broken = findings.filter((finding) => finding.status === 'broken').length;
      if (broken > 0) process.exitCode = 1;
      const text =
        options.json === true
          ? JSON.stringify({ healthy: broken === 0, findings })
          : renderFindings(findings, broken);
      process.stdout.write(`${text}\n`);
    });
}

/** One line a part, with a second one that says how to mend it. */
export function renderFindings(findings: readonly Finding[], broken: number): string {
  const width = Math.max(...findings.map(({ part }) => part.length));
  const lines = findings.map(({ part, status, detail, mend }) => {
    const line = `${SIGNS[status]} ${part.padEnd(width)}  ${detail}`;
    return mend === undefined ? line : `${line}\n  ${' '.repeat(width)}  → ${mend}`;
  });
  return [
    ...lines,
    '',
    broken === 0 ? 'Nothing is broken.' : `${broken} of ${findings.length} parts are broken.`,
  ].join('\n');
}
