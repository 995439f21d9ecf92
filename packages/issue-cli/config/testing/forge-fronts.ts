import type { RequestListener } from 'node:http';

/** How a forge answers somebody who is not signed in and asks what it is; below a path, if it runs there. */
export type Front =
  | 'gitea'
  | 'gitea-private'
  | 'gitlab'
  | 'gitlab-private'
  | 'github'
  | 'github-private'
  | 'website';

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

const REPLIES: Readonly<Record<Front, Readonly<Record<string, Reply>>>> = {
  gitea: { '/api/v1/version': { status: 200, body: { version: '1.26.0' } } },
  'gitea-private': {
    '/api/v1/version': { status: 403, body: { message: 'Only signed in user is allowed to call APIs.' } },
  },
  gitlab: { '/api/v4/version': { status: 200, body: { version: '19.0.0', revision: 'abc' } } },
  'gitlab-private': { '/api/v4/version': { status: 401, body: { message: '401 Unauthorized' } } },
  github: { '/api/v3/meta': { status: 200, body: { verifiable_password_authentication: true } } },
  'github-private': {
    '/api/v3/meta': {
      status: 401,
      body: { message: 'Requires authentication' },
      headers: { 'x-github-enterprise-version': '3.19.0' },
    },
  },
  website: {
    '/api/v1/version': { status: 200, body: '<html>welcome</html>' },
    '/api/v4/version': { status: 401, body: '<html>sign in</html>' },
    '/api/v3/meta': { status: 302, body: '', headers: { location: 'https://elsewhere.example/' } },
  },
};

export function frontOf(front: Front, prefix = ''): RequestListener {
  return (request, response) => {
    const path = request.url ?? '';
    const reply = path.startsWith(prefix) ? REPLIES[front][path.slice(prefix.length)] : undefined;
    response.writeHead(reply?.status ?? 404, { 'content-type': 'application/json', ...reply?.headers });
    response.end(typeof reply?.body === 'string' ? reply.body : JSON.stringify(reply?.body ?? {}));
  };
}
