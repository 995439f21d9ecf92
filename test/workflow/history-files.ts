import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type History, historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';

const FOLDER = fileURLToPath(new URL('../fixtures/histories/', import.meta.url));

export interface RecordedHistory {
  readonly name: string;
  /** A history does not hold it, and the workflow reads it. */
  readonly workflowId: string;
  readonly history: History;
}

export function readHistories(): RecordedHistory[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const { workflowId, history } = JSON.parse(readFileSync(`${FOLDER}${file}`, 'utf8'));
      return { name: file.replace('.json', ''), workflowId, history: historyFromJSON(history) };
    });
}

/** Leaves out what tells of the machine that it was recorded on: the workers' names and where errors were thrown. */
export function writeHistory({ name, workflowId, history }: RecordedHistory): void {
  const neutral = JSON.parse(historyToJSON(history), (key, value) => {
    // `<process>@<host>`, also in the names of the queues that belong to one worker.
    if (typeof value === 'string' && /^\d+@/.test(value)) return 'worker';
    return key === 'stackTrace' ? '' : value;
  });
  writeFileSync(`${FOLDER}${name}.json`, `${JSON.stringify({ workflowId, history: neutral })}\n`);
}
