import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The issue whose run is many turns of nothing, so that what is left is our own overhead. */
export const IDLE_ISSUE = { title: 'Measure an empty turn', body: 'Nothing to do here.' };
export const IDLE_TURNS = 40;

export interface BenchCassettes {
  readonly folder: string;
  remove(): Promise<void>;
}

/** A folder with the recorded scene and a generated one; requests are recorded as they come, not compared. */
export async function benchCassettes(root: string): Promise<BenchCassettes> {
  const folder = await mkdtemp(join(tmpdir(), 'fixpoint-bench-'));
  await cp(join(root, 'test/fixtures/cassettes/fix-python.json'), join(folder, 'fix-python.json'));
  await writeFile(join(folder, 'idle.json'), JSON.stringify(idleCassette()));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

function idleCassette() {
  const exchanges = [1, 2, 3].flatMap((attempt) =>
    Array.from({ length: attempt === 1 ? IDLE_TURNS : 1 }, (_, index) => {
      const last = attempt > 1 || index === IDLE_TURNS - 1;
      const id = `toolu_${attempt}_${index + 1}`;
      const call = last
        ? { type: 'tool_use', id, name: 'give_up', input: { reason: 'There is nothing to do.' } }
        : { type: 'tool_use', id, name: 'bash', input: { command: 'true' } };
      return {
        attempt,
        turn: index + 1,
        request: null,
        response: {
          model: 'bench',
          stop_reason: 'tool_use',
          content: [call],
          usage: {
            input_tokens: 1,
            output_tokens: 1,
            cache_read_input_tokens: 0,
            cache_creation_input_tokens: 0,
          },
        },
      };
    }),
  );
  return { format: 'fixpoint-cassette/1', name: 'idle', issueTitle: IDLE_ISSUE.title, exchanges };
}
