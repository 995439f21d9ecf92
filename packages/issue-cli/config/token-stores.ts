import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { childEnvironment, readToolFolder } from '@fixpoint/config/issue-cli.ts';
import type { Environment } from '@fixpoint/config/read-environment.ts';
import { parseSimpleYaml } from '@fixpoint/forges/tokens/simple-yaml.ts';
import { profileOf } from '@fixpoint/forges/tracker-registry.ts';
import { runTool } from './run-tool.ts';
import type { Target } from './token-environment.ts';

interface Found {
  readonly value: string;
  /** The file, or the command. */
  readonly source: string;
}

/** What the tool of this forge (`gh`, `glab`, `tea`) has a token for this server of. */
export async function tokenFromStores(
  { kind, url }: Target,
  cwd: string,
  environment: Environment | undefined,
): Promise<Found | null> {
  const { folder, file, tokenIn, commandFor } = profileOf(kind).tokens.tool;
  const path = readToolFolder(folder, environment);
  // What is absent or unreadable to us holds no token for us.
  const text = path === null ? null : await readFile(join(path, file), 'utf8').catch(() => null);
  if (path === null || text === null) return null;
  const settings = parseSimpleYaml(text);
  const value = tokenIn(settings, url);
  if (value !== null) return { value, source: join(path, file) };
  const [command, ...args] = commandFor?.(settings, url) ?? [];
  if (command === undefined) return null;
  const output = await runTool({ command, args, cwd, environment: childEnvironment({}, environment) });
  const token = output?.trim() ?? '';
  return token === '' ? null : { value: token, source: [command, ...args.slice(0, 2)].join(' ') };
}
