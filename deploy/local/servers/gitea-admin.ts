import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { GiteaAdmin, writeSecretFile } from '../endpoints.ts';
import { LocalStackError } from '../errors.ts';

export const ADMIN_USER = 'fixpoint-admin';

/** Runs one command of Gitea's own program and returns what it printed. */
export type GiteaCommand = (args: readonly string[]) => Promise<string>;

const fileOf = (context: Context) => join(context.paths.data, 'gitea-admin.json');

/** The administrator, made on the first start; its password and token are kept where only the user can read them. */
export async function giteaAdmin(context: Context, url: string, run: GiteaCommand): Promise<GiteaAdmin> {
  const known = readAdmin(context);
  if (known !== undefined && (await isAccepted(url, known))) return known;
  const admin = await makeAdmin(run);
  writeSecretFile(fileOf(context), admin);
  return admin;
}

async function makeAdmin(run: GiteaCommand): Promise<GiteaAdmin> {
  const password = `${randomBytes(18).toString('base64url')}aA1!`;
  const login = ['--username', ADMIN_USER, '--password', password];
  const create = [
    'admin',
    'user',
    'create',
    ...login,
    '--admin',
    '--email',
    `${ADMIN_USER}@fixpoint.invalid`,
    '--must-change-password=false',
  ];
  await run(create).catch(async (error) => {
    // Its data outlived the file with the password.
    if (!/already exists/.test(String(error))) throw error;
    await run(['admin', 'user', 'change-password', ...login, '--must-change-password=false']);
  });
  const name = `fixpoint-${Date.now()}`;
  const scopes = ['--token-name', name, '--scopes', 'all', '--raw'];
  const output = await run(['admin', 'user', 'generate-access-token', '--username', ADMIN_USER, ...scopes]);
  return { user: ADMIN_USER, password, token: tokenIn(output) };
}

/** The token stands on a line of its own, among what Gitea may log. */
export function tokenIn(output: string): string {
  const token = output.split('\n').find((line) => /^[0-9a-f]{40}$/.test(line.trim()));
  if (token !== undefined) return token.trim();
  throw new LocalStackError('LOCAL_UNHEALTHY', `gitea did not print an access token: ${output.slice(-400)}`);
}

function readAdmin(context: Context): GiteaAdmin | undefined {
  try {
    return GiteaAdmin.parse(JSON.parse(readFileSync(fileOf(context), 'utf8')));
  } catch {
    return undefined;
  }
}

async function isAccepted(url: string, admin: GiteaAdmin): Promise<boolean> {
  const answer = await fetch(`${url}/api/v1/user`, {
    headers: { authorization: `token ${admin.token}` },
    signal: AbortSignal.timeout(5_000),
  });
  return answer.ok;
}
