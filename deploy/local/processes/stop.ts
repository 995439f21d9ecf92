import type { LocalPaths } from '../paths.ts';
import { isSameProcess, type ProcessIdentity } from './identity.ts';
import { type ProcessRecord, readRecords, removeRecord } from './records.ts';
import { becomesTrue } from './wait-for.ts';

const GRACE_MS = 10_000;
const KILL_MS = 5_000;

/** Sends a signal; stands apart so that a test can prove that a recycled pid never gets one. */
export type SendSignal = (pid: number, signal: 'SIGTERM' | 'SIGKILL') => void;

const sendSignal: SendSignal = (pid, signal) => {
  process.kill(pid, signal);
};

/** Ends a process that we started, kindly first; a pid that now belongs to another process is left alone. */
export async function endProcess(identity: ProcessIdentity, send: SendSignal = sendSignal): Promise<boolean> {
  const gone = () => !isSameProcess(identity);
  if (gone()) return false;
  signalIfOurs(identity, 'SIGTERM', send);
  if (await becomesTrue(gone, GRACE_MS)) return true;
  // Every process of ours leads its own group, so its children go with it.
  signalIfOurs({ ...identity }, 'SIGKILL', (pid, signal) => send(-pid, signal));
  await becomesTrue(gone, KILL_MS);
  return true;
}

function signalIfOurs(identity: ProcessIdentity, signal: 'SIGTERM' | 'SIGKILL', send: SendSignal): void {
  if (!isSameProcess(identity)) return;
  try {
    send(identity.pid, signal);
  } catch {
    // It ended between the look and the signal, which is what was wanted.
  }
}

/** Stops what a record stands for and forgets the record. Returns whether there was something to stop. */
export async function stopProcess(paths: LocalPaths, record: ProcessRecord): Promise<boolean> {
  const stopped = await endProcess(record);
  removeRecord(paths.run, record.name);
  return stopped;
}

/** Stops every process of a kind that we started, side by side; returns the names of those that were running. */
export async function stopProcesses(paths: LocalPaths, kind: ProcessRecord['kind']): Promise<string[]> {
  const records = readRecords(paths.run).filter((record) => record.kind === kind);
  const stopped = await Promise.all(records.map((record) => stopProcess(paths, record)));
  return records.filter((_, index) => stopped[index]).map((record) => record.name);
}
