import { onTestFinished } from 'vitest';
import type { IssueWorld, issueWorld, RunOptions } from './issue-world.ts';

export const API_KEY = ['key', 'of', 'another', 'host'].join('-');

export interface Serving {
  readonly url: string;
  /** Ctrl-C; resolves when it is over. */
  stop(): Promise<unknown>;
}

/** `issue serve` in this world, until the test is over. */
export async function serveWorld(world: IssueWorld, ...flags: readonly string[]): Promise<Serving> {
  const stopping = new AbortController();
  const listening = Promise.withResolvers<string>();
  const ended = world.run(['serve', '--port=0', '--format=json', ...flags], {
    environment: { ISSUE_CORE_API_KEY: API_KEY },
    signal: stopping.signal,
    onOutput: (text) => listening.resolve(JSON.parse(text).url),
  });
  const stop = () => {
    stopping.abort();
    return ended;
  };
  onTestFinished(async () => void (await stop()));
  const early = ended.then(({ stderr }) => Promise.reject(new Error(`it ended: ${stderr}`)));
  const url = await Promise.race([listening.promise, early]);
  early.catch(() => undefined);
  return { url, stop };
}

/** What `issue` needs to be told of a server by its environment. */
export function environmentOf(url: string): Record<string, string> {
  return { ISSUE_CORE_BACKEND: 'server', ISSUE_CORE_URL: url, ISSUE_CORE_API_KEY: API_KEY };
}

/** A clone on one host that knows nothing but the server which runs on another. */
export function remoteWorld(open: typeof issueWorld, ...given: Parameters<typeof issueWorld>): IssueWorld {
  const client = open(...given);
  const serving = serveWorld(open({}, client.clock));
  serving.catch(() => undefined);

  async function run(argv: readonly string[], options: RunOptions = {}) {
    const { url } = await serving;
    const environment = { ...environmentOf(url), ...options.environment };
    return client.run(argv, { ...options, environment });
  }

  async function output(...argv: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await run(argv);
    if (exitCode !== 0) throw new Error(`issue ${argv.join(' ')} ended with ${exitCode}: ${stderr}`);
    return stdout;
  }

  return {
    ...client,
    run,
    output,
    json: async (...argv) => JSON.parse(await output(...argv, '--format=json')),
  };
}
