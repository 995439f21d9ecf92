import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.ts';

const text = z.string().trim().min(1).optional();

const schema = z.object({
  ISSUE_CORE_BACKEND: z.enum(['local', 'gitea', 'github', 'gitlab', 'server']).optional(),
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
  readonly backend: 'local' | 'gitea' | 'github' | 'gitlab' | 'server' | undefined;
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

const tokenSchema = z.object({
  ISSUE_CORE_TOKEN: text,
  ISSUE_CORE_URL: text,
  GITEA_API_TOKEN: text,
  GITEA_TOKEN: text,
  GITEA_SERVER_URL: text,
  GH_TOKEN: text,
  GITHUB_TOKEN: text,
  GITHUB_SERVER_URL: text,
  GH_ENTERPRISE_TOKEN: text,
  GITHUB_ENTERPRISE_TOKEN: text,
  GH_HOST: text,
  GITLAB_TOKEN: text,
  GITLAB_HOST: text,
  CI_SERVER_URL: text,
});

/** Tokens, and the variables that say for which server they are, by their names. */
export type TokenVariables = Readonly<z.infer<typeof tokenSchema>>;

/** @throws FixpointError INVALID_CONFIG */
export function readTokenVariables(environment?: Environment): TokenVariables {
  return readEnvironment(tokenSchema, environment);
}

const apiKeySchema = z.object({
  ISSUE_CORE_API_KEY: z.string().min(16, 'use at least 16 characters').optional(),
});

/** The key of `issue serve`, and what its clients send; undefined when none is set. @throws FixpointError INVALID_CONFIG */
export function readApiKey(environment?: Environment): string | undefined {
  return readEnvironment(apiKeySchema, environment).ISSUE_CORE_API_KEY;
}

const folderSchema = z.object({
  HOME: text,
  USERPROFILE: text,
  XDG_CONFIG_HOME: text,
  GH_CONFIG_DIR: text,
  GLAB_CONFIG_DIR: text,
});

/** Where `gh`, `glab` and `tea` keep their settings; null where there is no home. */
export interface ToolFolders {
  readonly gh: string | null;
  readonly glab: string | null;
  readonly tea: string | null;
}

/** @throws FixpointError INVALID_CONFIG */
export function readToolFolders(environment?: Environment): ToolFolders {
  const env = readEnvironment(folderSchema, environment);
  const home = env.HOME ?? env.USERPROFILE;
  const base = env.XDG_CONFIG_HOME ?? (home === undefined ? null : `${home}/.config`);
  const below = (name: string) => (base === null ? null : `${base}/${name}`);
  return {
    gh: env.GH_CONFIG_DIR ?? below('gh'),
    glab: env.GLAB_CONFIG_DIR ?? below('glab-cli'),
    tea: below('tea'),
  };
}

/** The environment that a program started by `issue` gets: its own, with these variables changed. */
export function childEnvironment(
  changes: Readonly<Record<string, string>>,
  environment: Environment = process.env,
): Record<string, string | undefined> {
  return { ...environment, ...changes };
}
