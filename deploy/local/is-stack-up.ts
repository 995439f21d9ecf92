import { type LocalPaths, localPaths } from './paths.ts';
import { isSameProcess } from './processes/identity.ts';
import { readRecords } from './processes/records.ts';

/** Whether anything that this checkout started is running: who finds it up leaves it up. */
export function isStackUp(paths: LocalPaths = localPaths()): boolean {
  return readRecords(paths.run).some((record) => isSameProcess(record));
}
