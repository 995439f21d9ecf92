import { basename } from 'node:path';
import { STATE_FOLDER } from '../engine/container-options.ts';
import type { HelperShell } from '../workspace/helper-shell.ts';

const LARGEST_REPORT_BYTES = 3 * 1024 ** 2;

/** Reads what test runners reported. The files come from code that nobody trusts: no links, nothing special, bounded. */
export async function readReports(helper: HelperShell, reportFiles: readonly string[]): Promise<string[]> {
  const reports: string[] = [];
  for (const file of reportFiles) {
    const path = `${STATE_FOLDER}/${basename(file)}`;
    const text = await helper.run(
      `[ -f ${path} ] && [ ! -L ${path} ] || exit 0\nhead -c ${LARGEST_REPORT_BYTES} ${path}`,
    );
    if (text.length > 0) reports.push(text.toString());
  }
  return reports;
}

/** What an earlier command wrote must not pass for the report of the next. */
export async function clearReports(helper: HelperShell): Promise<void> {
  await helper.run(`find ${STATE_FOLDER} -mindepth 1 -delete`);
}
