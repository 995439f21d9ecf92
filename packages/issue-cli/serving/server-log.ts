import type { ServerLog } from '@fixpoint/issue-server/ports.ts';
import { safeJson, safeLine } from '../output/safe-text.ts';
import type { World } from '../world.ts';

type Level = 'info' | 'warn' | 'error';

/** What a server tells while it runs, on stderr: a line each, as JSON when the output is to be JSON. */
export function createServerLog({ stderr, now }: World, asJson: boolean): ServerLog {
  function write(level: Level, data: object, message: string): void {
    const at = now().toISOString();
    const told = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, plainOf(value)]));
    const line = asJson
      ? safeJson({ at, level, message, ...told })
      : safeLine(`${at} ${level} ${message}${wordsOf(told)}`);
    stderr.write(`${line}\n`);
  }
  return {
    info: (data, message) => write('info', data, message),
    warn: (data, message) => write('warn', data, message),
    error: (data, message) => write('error', data, message),
  };
}

/** Errors have nothing of their own that JSON would show. */
function plainOf(value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}

function wordsOf(told: object): string {
  return Object.entries(told)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('');
}
