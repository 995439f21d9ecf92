import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { GitLabTier } from '@fixpoint/forges/gitlab/tracker/capabilities.ts';
import { FORGES, type ForgeKind } from '@fixpoint/forges/tracker-registry.ts';
import { z } from 'zod';
import { withFileLock } from './file-lock.ts';
import { makeIssueCoreFolder } from './issue-core-folder.ts';
import { FOLDER } from './repository-root.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

export type BackendKind = 'local' | ForgeKind | 'server';
export const BACKEND_KINDS: readonly BackendKind[] = ['local', ...FORGES.map(({ kind }) => kind), 'server'];
export const TIERS = ['free', 'paid'] as const satisfies readonly GitLabTier[];

const SECRET_NAME = /token|password|passwd|secret|api_?key|credential/i;
const BACKEND_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const NAME_RULE = 'use letters, digits, dots, dashes and underscores, and begin with a letter or digit';
const MAX_FILE_BYTES = 1024 ** 2;

const Address = z.string().superRefine((address, context) => {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    context.addIssue({ code: 'custom', message: 'give an address such as https://forge.example' });
  else if (url.username !== '' || url.password !== '')
    context.addIssue({ code: 'custom', message: 'must not hold a user, password or token' });
});
const Word = z.string().trim().min(1, 'must not be empty');

// Loose everywhere: what a newer version wrote is kept.
const BackendConfig = z
  .looseObject({
    type: z.enum(BACKEND_KINDS),
    url: Address.optional(),
    owner: Word.optional(),
    repo: Word.optional(),
    path: Word.optional(),
    remoteBackend: Word.optional(),
    tier: z.enum(TIERS).optional(),
  })
  .superRefine(refuseSecrets);

const RepositoryConfig = z
  .looseObject({
    version: z.literal(1, { error: 'only version 1 is known here; a newer `issue` may be needed' }),
    defaultBackend: z.string().optional(),
    backends: z.record(z.string().regex(BACKEND_NAME, NAME_RULE), BackendConfig).default({}),
    agent: Word.optional(),
    /** Of each person the logins, by the names of backends: who is who when trackers are synced. */
    users: z.array(z.record(z.string(), Word)).optional(),
  })
  .superRefine(refuseSecrets)
  .superRefine(({ defaultBackend, backends }, context) => {
    if (defaultBackend === undefined || Object.hasOwn(backends, defaultBackend)) return;
    context.addIssue({
      code: 'custom',
      path: ['defaultBackend'],
      message: `there is no backend ${defaultBackend}`,
    });
  });

export type BackendConfig = z.infer<typeof BackendConfig>;
export type RepositoryConfig = z.infer<typeof RepositoryConfig>;

/** Before anything was configured. */
export const EMPTY_CONFIG: RepositoryConfig = { version: 1, backends: {} };

export function configPathOf(root: string): string {
  return join(root, FOLDER, 'config.json');
}

/** What is wrong with this name of a backend; null when nothing is. */
export function faultOfBackendName(name: string): string | null {
  return BACKEND_NAME.test(name) ? null : `${NAME_RULE}, 64 at most`;
}

/** The one that was set as default, or the only one. */
export function defaultNameOf(config: RepositoryConfig | null): string | null {
  const names = Object.keys(config?.backends ?? {});
  return config?.defaultBackend ?? (names.length === 1 ? (names[0] ?? null) : null);
}

/**
 * The configuration of a repository; null when it has none.
 *
 * @throws FixpointError INVALID_CONFIG that names the file and each wrong field
 */
export async function readRepositoryConfig(root: string): Promise<RepositoryConfig | null> {
  const path = configPathOf(root);
  const text = await readText(path);
  return text === null ? null : parseConfig(path, text);
}

/**
 * Changes the configuration; of several processes at once, one after the other.
 *
 * @throws FixpointError INVALID_CONFIG when the old or the new one is wrong, or it cannot be written
 */
export async function updateRepositoryConfig(
  root: string,
  change: (config: RepositoryConfig) => RepositoryConfig,
): Promise<RepositoryConfig> {
  const folder = await makeIssueCoreFolder(root);
  const path = configPathOf(root);
  return withFileLock(join(folder, 'config.json.lock'), async () => {
    const changed = change((await readRepositoryConfig(root)) ?? EMPTY_CONFIG);
    const text = `${JSON.stringify(changed, null, 2)}\n`;
    const checked = parseConfig(path, text);
    try {
      // A link stays one: dotfile managers keep such files elsewhere.
      await writeFileAtomically(await realpath(path).catch(() => path), text);
    } catch (cause) {
      throw unusable(path, 'cannot be written', cause);
    }
    return checked;
  });
}

async function readText(path: string): Promise<string | null> {
  try {
    const text = await readFile(path, 'utf8');
    if (text.length <= MAX_FILE_BYTES) return text;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR'))
      return null;
    throw unusable(path, 'cannot be read', cause);
  }
  throw new FixpointError('INVALID_CONFIG', `${path} is longer than ${MAX_FILE_BYTES} characters.`);
}

function parseConfig(path: string, text: string): RepositoryConfig {
  const parsed = RepositoryConfig.safeParse(parseJson(path, text));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(
    ({ path: field, message }) => `${field.join('.') || 'file'}: ${message}`,
  );
  throw new FixpointError('INVALID_CONFIG', `${path}: ${wrong.slice(0, 10).join('; ')}`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unusable(path, 'is no JSON', cause);
  }
}

function unusable(path: string, what: string, cause: unknown): FixpointError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FixpointError('INVALID_CONFIG', `${path} ${what}: ${reason.slice(0, 300)}`, { cause });
}

/** The file may be shared with everybody who has the repository. */
function refuseSecrets(fields: Readonly<Record<string, unknown>>, context: z.core.$RefinementCtx): void {
  for (const name of Object.keys(fields)) {
    if (!SECRET_NAME.test(name)) continue;
    context.addIssue({
      code: 'custom',
      path: [name],
      message: 'no secrets in this file; give them by the environment or the git credential helper',
    });
  }
}
