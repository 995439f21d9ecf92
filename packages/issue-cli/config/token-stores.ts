import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolFolders } from '@fixpoint/config/issue-cli.ts';
import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { runTool, type ToolRequest } from './run-tool.ts';
import { parseSimpleYaml, type Yaml } from './simple-yaml.ts';
import type { Target } from './token-environment.ts';

interface StoreContext {
  readonly folders: ToolFolders;
  readonly cwd: string;
  readonly environment: ToolRequest['environment'];
}

interface Found {
  readonly value: string;
  readonly source: string;
}

/** What the tool of this forge (`gh`, `glab`, `tea`) has a token for this server of; they keep them by server. */
export async function tokenFromStores(target: Target, context: StoreContext): Promise<Found | null> {
  switch (target.kind) {
    case 'github':
      return fromGh(target, context);
    case 'gitlab':
      return fromGlab(target, context);
    case 'gitea':
      return fromTea(target, context);
    default:
      return assertNever(target.kind);
  }
}

async function fromGh({ url }: Target, { folders, cwd, environment }: StoreContext): Promise<Found | null> {
  const { host, protocol } = new URL(url);
  const path = pathIn(folders.gh, 'hosts.yml');
  const entry = field(await readYaml(path), host);
  if (path === null || entry === null || protocol !== 'https:') return null;
  const value = text(field(entry, 'oauth_token'));
  if (value !== null) return { value, source: path };
  // Newer versions keep the token in the keyring of the system, which only gh itself can ask.
  const args = ['auth', 'token', '--hostname', host];
  const output = await runTool({ command: 'gh', args, cwd, environment });
  const token = output?.trim() ?? '';
  return token === '' ? null : { value: token, source: 'gh auth token' };
}

async function fromGlab({ url }: Target, { folders }: StoreContext): Promise<Found | null> {
  const path = pathIn(folders.glab, 'config.yml');
  const { host, protocol } = new URL(url);
  const hosts = field(await readYaml(path), 'hosts');
  const entry = field(hosts, host) ?? entryOfApiHost(hosts, host);
  const value = text(field(entry, 'token'));
  const expected = text(field(entry, 'api_protocol')) ?? 'https';
  return path === null || value === null || protocol !== `${expected}:` ? null : { value, source: path };
}

function entryOfApiHost(hosts: Yaml, host: string): Yaml {
  if (hosts === null || typeof hosts === 'string' || isList(hosts)) return null;
  return Object.values(hosts).find((entry) => text(field(entry, 'api_host')) === host) ?? null;
}

async function fromTea({ url }: Target, { folders }: StoreContext): Promise<Found | null> {
  const path = pathIn(folders.tea, 'config.yml');
  const logins = field(await readYaml(path), 'logins');
  if (path === null || !isList(logins)) return null;
  const login = logins.find((it) => sameOrigin(text(field(it, 'url')), url));
  const value = text(field(login ?? null, 'token'));
  return value === null ? null : { value, source: path };
}

function pathIn(folder: string | null, name: string): string | null {
  return folder === null ? null : join(folder, name);
}

/** What is absent or unreadable to us holds no token for us. */
async function readYaml(path: string | null): Promise<Yaml> {
  if (path === null) return null;
  const content = await readFile(path, 'utf8').catch(() => null);
  return content === null ? null : parseSimpleYaml(content);
}

function field(value: Yaml, name: string): Yaml {
  if (value === null || typeof value === 'string' || isList(value)) return null;
  return value[name] ?? null;
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}

function text(value: Yaml): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function sameOrigin(address: string | null, url: string): boolean {
  return address !== null && URL.canParse(address) && new URL(address).origin === new URL(url).origin;
}
