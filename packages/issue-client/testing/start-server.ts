import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const API_KEY = ['key', 'of', 'the', 'process'].join('-');
const SCRIPT = fileURLToPath(new URL('serve-store.ts', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly port: string;
  /** As if the machine had failed; resolves when it is gone. */
  kill(): Promise<void>;
}

/** A server of the store at this path in a process of its own, until the test ends. */
export async function startServer(path: string, port = '0'): Promise<ServerProcess> {
  const child = spawn(process.execPath, [SCRIPT, path, port, API_KEY], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  const failed = gone.then(() => Promise.reject(new Error('the server ended before it listened')));
  const [told] = await Promise.race([once(child.stdout, 'data'), failed]);
  failed.catch(() => undefined);
  const url = String(told).trim();
  return { url, port: new URL(url).port, kill };
}
