import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Endpoints, writeSecretFile } from '../endpoints.ts';
import { GiteaApi } from './gitea-api.ts';

const GiteaUser = z.object({
  login: z.string(),
  password: z.string(),
  /** For the API. */
  token: z.string(),
  /** For git alone. */
  gitToken: z.string(),
});
export type GiteaUser = z.infer<typeof GiteaUser>;

const GIT_SCOPES = ['write:repository'];
const API_SCOPES = ['write:repository', 'write:issue', 'write:user', 'read:organization', 'write:misc'];

/** A user of the local Gitea with its tokens, made once and kept in a file that only its owner may read. */
export async function ensureGiteaUser(
  endpoints: Endpoints,
  folder: string,
  login: string,
): Promise<GiteaUser> {
  const file = join(folder, `gitea-${login}.json`);
  const kept = readKept(file);
  if (kept && (await works(endpoints, kept))) return kept;
  const password = `${randomBytes(18).toString('base64url')}aA1!`;
  const admin = new GiteaApi(endpoints.giteaUrl, endpoints.giteaAdmin);
  await admin.call('DELETE', `/admin/users/${login}?purge=true`, undefined, [404]);
  await admin.call('POST', '/admin/users', {
    username: login,
    email: `${login}@localhost.localdomain`,
    password,
    must_change_password: false,
  });
  const self = new GiteaApi(endpoints.giteaUrl, { user: login, password });
  const user = {
    login,
    password,
    token: await mintToken(self, login, 'fixpoint-api', API_SCOPES),
    gitToken: await mintToken(self, login, 'fixpoint-git', GIT_SCOPES),
  };
  writeSecretFile(file, user);
  return user;
}

async function mintToken(
  self: GiteaApi,
  login: string,
  name: string,
  scopes: readonly string[],
): Promise<string> {
  const created = await self.call('POST', `/users/${login}/tokens`, { name, scopes });
  return z.object({ sha1: z.string() }).parse(created).sha1;
}

function readKept(file: string): GiteaUser | undefined {
  try {
    return GiteaUser.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Not made yet, or half written: it is made anew.
    return undefined;
  }
}

async function works(endpoints: Endpoints, user: GiteaUser): Promise<boolean> {
  const response = await fetch(`${endpoints.giteaUrl}/api/v1/user`, {
    headers: { authorization: `token ${user.token}` },
    signal: AbortSignal.timeout(10_000),
  });
  return response.ok;
}
