import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export const TEST_TOKEN = 'the-git-token-of-the-test';

/** Real git over real HTTP with one bare repository, `owner/project`. */
export interface GitServer {
  readonly url: string;
  readonly gitDir: string;
  /** Makes every request wait for ever; resolves when the next one is there. */
  hang(): Promise<void>;
  /** Has the server refuse every push with these words. */
  refusePushes(words: string): void;
  close(): Promise<void>;
}

export async function startGitServer(folder: string): Promise<GitServer> {
  const gitDir = join(folder, 'owner', 'project.git');
  mkdirSync(gitDir, { recursive: true });
  execFileSync('git', ['init', '--bare', '--quiet', '--initial-branch=main', gitDir]);
  execFileSync('git', ['--git-dir', gitDir, 'config', 'http.receivepack', 'true']);

  let hanging: (() => void) | null = null;
  const server = createServer((request, response) => {
    if (hanging) return hanging();
    const expected = Buffer.from(TEST_TOKEN);
    const given = Buffer.from(request.headers.authorization?.replace(/^Basic /, '') ?? '', 'base64');
    if (!given.toString().endsWith(`:${expected}`)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end();
      return;
    }
    answer(folder, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    gitDir,
    hang: () =>
      new Promise((resolve) => {
        hanging = resolve;
      }),
    refusePushes(words) {
      const hook = join(gitDir, 'hooks', 'pre-receive');
      writeFileSync(hook, `#!/bin/sh\necho '${words}' >&2\nexit 1\n`);
      chmodSync(hook, 0o755);
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** The CGI that git brings along for this. */
function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://test');
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: String(request.headers['content-encoding'] ?? ''),
      REMOTE_USER: 'test',
      REMOTE_ADDR: '127.0.0.1',
    },
  });
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  backend.on('close', () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf('\r\n\r\n');
    const headers = output.toString('latin1', 0, end).split('\r\n');
    const status = headers.find((line) => line.startsWith('Status: '))?.slice('Status: '.length);
    for (const header of headers.filter((line) => !line.startsWith('Status: '))) {
      const colon = header.indexOf(':');
      response.setHeader(header.slice(0, colon), header.slice(colon + 1).trim());
    }
    response.writeHead(Number.parseInt(status ?? '200', 10)).end(output.subarray(end + 4));
  });
}
