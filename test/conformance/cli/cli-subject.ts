import { type IssueWorld, issueWorld, type Ran } from '@fixpoint/issue-cli/testing/issue-world.ts';
import { expect } from 'vitest';

/** A forge that the command line is tried at, with one empty repository. */
export interface CliForge {
  readonly type: 'github' | 'gitlab';
  /** Of the server's pages. */
  readonly url: string;
  readonly owner: string;
  readonly repo: string;
  readonly token: string;
  /** Whose the token is, and somebody else who can be assigned. */
  readonly people: readonly [string, string];
  /** Whether it takes files. */
  readonly attaches: boolean;
  /** What the forge was asked until now. */
  requests(): readonly { readonly method: string; readonly path: string; readonly status: number | null }[];
  /** The next requests that read issues get this answer. */
  answerReads(times: number, status: number, headers?: Readonly<Record<string, string>>): void;
  /** Fails when something was asked that the forge does not know, as probes do. */
  close(of?: { readonly wasProbed: boolean }): Promise<void>;
}

/** `issue` in a clone that is configured for the forge, under the name `production`, and for a local store `backup`. */
export interface CliSubject {
  readonly forge: CliForge;
  readonly world: IssueWorld;
  run(...argv: readonly string[]): Promise<Ran>;
  /** What must succeed, read from `--format=json`. */
  json<T = unknown>(...argv: readonly string[]): Promise<T>;
  /** How the forge was written to since `from` requests. */
  writesSince(from: number): readonly string[];
}

export async function openCliSubject(forge: CliForge): Promise<CliSubject> {
  const { type, url, owner, repo, token } = forge;
  const world = issueWorld();
  const environment = { ISSUE_CORE_TOKEN: token };

  async function run(...argv: readonly string[]): Promise<Ran> {
    const ran = await world.run(argv, { environment });
    expect(`${ran.stdout}${ran.stderr}`).not.toContain(token);
    return ran;
  }

  async function json<T>(...argv: readonly string[]): Promise<T> {
    const { exitCode, stdout, stderr } = await run(...argv, '--format=json');
    expect({ argv, exitCode, stderr }).toEqual({ argv, exitCode: 0, stderr: '' });
    return JSON.parse(stdout) as T;
  }

  const where = ['--url', url, '--owner', owner, '--repo', repo];
  await json('backend', 'add', 'production', type, ...where, '--default');
  await json('backend', 'add', 'backup', 'local');
  return {
    ...{ forge, world, run, json },
    writesSince: (from) =>
      forge
        .requests()
        .slice(from)
        .flatMap(({ method, path }) => (method === 'GET' ? [] : [`${method} ${path}`])),
  };
}
