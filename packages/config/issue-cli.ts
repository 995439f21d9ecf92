import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

const text = z.string().trim().min(1).optional();

const schema = z.object({
  ISSUE_CORE_BACKEND: text,
  ISSUE_CORE_URL: z.url({ protocol: /^https?$/ }).optional(),
  ISSUE_CORE_OWNER: text,
  ISSUE_CORE_REPO: text,
  ISSUE_CORE_REMOTE_BACKEND: text,
  ISSUE_CORE_DB: text,
  ISSUE_CORE_TIER: z.enum(['free', 'paid']).optional(),
  ISSUE_CORE_AGENT: text,
  ISSUE_CORE_READ_ONLY: z.stringbool().default(false),
});

/** What `issue` is told by its environment; without any secret. */
export interface IssueEnvironment {
  /** The kind of tracker, as it was written. */
  readonly backend: string | undefined;
  readonly url: string | undefined;
  readonly owner: string | undefined;
  readonly repo: string | undefined;
  /** What a server calls the tracker. */
  readonly remoteBackend: string | undefined;
  /** The file of the local store. */
  readonly db: string | undefined;
  /** What the licence of the GitLab project allows. */
  readonly tier: 'free' | 'paid' | undefined;
  readonly agent: string | undefined;
  readonly readOnly: boolean;
}

/** @throws FixpointError INVALID_CONFIG */
export function readIssueEnvironment(environment?: Environment): IssueEnvironment {
  const env = readEnvironment(schema, environment);
  return {
    backend: env.ISSUE_CORE_BACKEND,
    url: env.ISSUE_CORE_URL,
    owner: env.ISSUE_CORE_OWNER,
    repo: env.ISSUE_CORE_REPO,
    remoteBackend: env.ISSUE_CORE_REMOTE_BACKEND,
    db: env.ISSUE_CORE_DB,
    tier: env.ISSUE_CORE_TIER,
    agent: env.ISSUE_CORE_AGENT,
    readOnly: env.ISSUE_CORE_READ_ONLY,
  };
}

/** The variables of these names that are set: tokens, and those that say for which server they are. */
export function readTokenVariables(
  names: readonly string[],
  environment?: Environment,
): Readonly<Record<string, string | undefined>> {
  return readEnvironment(z.object(Object.fromEntries(names.map((name) => [name, text]))), environment);
}

const apiKeySchema = z.object({
  ISSUE_CORE_API_KEY: z.string().min(16, 'use at least 16 characters').optional(),
});

/** The key of `issue serve`, and what its clients send; undefined when none is set. @throws FixpointError INVALID_CONFIG */
export function readApiKey(environment?: Environment): string | undefined {
  return readEnvironment(apiKeySchema, environment).ISSUE_CORE_API_KEY;
}

const homeSchema = z.object({ HOME: text, USERPROFILE: text, XDG_CONFIG_HOME: text });

/**
 * Where a program of the user keeps its settings: the folder that its variable names, else one below the user's configuration;
 * null where there is no home.
 *
 * @throws FixpointError INVALID_CONFIG
 */
export function readToolFolder(
  { name, variable }: { readonly name: string; readonly variable: string | null },
  environment?: Environment,
): string | null {
  const named = variable === null ? undefined : readTokenVariables([variable], environment)[variable];
  if (named !== undefined) return named;
  const env = readEnvironment(homeSchema, environment);
  const home = env.HOME ?? env.USERPROFILE;
  const base = env.XDG_CONFIG_HOME ?? (home === undefined ? null : `${home}/.config`);
  return base === null ? null : `${base}/${name}`;
}

/** The environment that a program started by `issue` gets: its own, with these variables changed. */
export function childEnvironment(
  changes: Readonly<Record<string, string>>,
  environment: Environment = process.env,
): Record<string, string | undefined> {
  return { ...environment, ...changes };
}
