import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * What we started and must stop: `.fixpoint/run/processes/NAME.json`.
 * `fingerprint` tells whether a later command wants the process with the same settings.
 */
export const ProcessRecord = z.object({
  name: z.string(),
  kind: z.enum(['server', 'service']),
  pid: z.int().positive(),
  startTicks: z.string(),
  bootId: z.string(),
  fingerprint: z.string(),
  logPath: z.string(),
});
export type ProcessRecord = z.infer<typeof ProcessRecord>;

const folderOf = (runFolder: string) => join(runFolder, 'processes');
const fileOf = (runFolder: string, name: string) => join(folderOf(runFolder), `${name}.json`);

export function writeRecord(runFolder: string, record: ProcessRecord): void {
  mkdirSync(folderOf(runFolder), { recursive: true });
  const file = fileOf(runFolder, record.name);
  writeFileSync(`${file}.partial`, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(`${file}.partial`, file);
}

/** The record of a name; undefined when there is none or it cannot be read. */
export function readRecord(runFolder: string, name: string): ProcessRecord | undefined {
  try {
    return ProcessRecord.parse(JSON.parse(readFileSync(fileOf(runFolder, name), 'utf8')));
  } catch {
    return undefined;
  }
}

export function readRecords(runFolder: string): ProcessRecord[] {
  try {
    const names = readdirSync(folderOf(runFolder)).filter((name) => name.endsWith('.json'));
    return names
      .map((name) => readRecord(runFolder, name.slice(0, -'.json'.length)))
      .filter((record) => record !== undefined);
  } catch {
    return [];
  }
}

export function removeRecord(runFolder: string, name: string): void {
  rmSync(fileOf(runFolder, name), { force: true });
}
