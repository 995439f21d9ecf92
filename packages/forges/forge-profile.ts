import type { Yaml } from './tokens/simple-yaml.ts';

/**
 * What is known of a kind of forge before one of them is opened: where they are, how one is recognised, and whose tokens are
 * theirs. Addresses are those of the server's pages, without a trailing slash.
 */
export interface ForgeProfile {
  /** For people, such as `Gitea`. */
  readonly title: string;
  /** Whether everybody knows this host to be one: it is reached by HTTPS, and not asked. */
  isWellKnown(host: string): boolean;
  /** The server that is meant where nobody names one; null when there is no such. */
  readonly home: string | null;
  readonly probe: Probe;
  /** Where the API is asked for. */
  apiAddressOf(url: string): string;
  /** Whether a repository may belong to a group in a group. */
  readonly hasNestedOwners: boolean;
  readonly tokens: ForgeTokens;
}

/** A question that only servers of this kind answer like that; it is asked without any token. */
export interface Probe {
  readonly path: string;
  /** @param body what the answer says as JSON; undefined when it is none */
  fits(answer: Pick<Response, 'status' | 'headers'>, body: unknown): boolean;
}

export interface ForgeTokens {
  /** In the order in which they are taken. A token that belongs to one server is never sent to another. */
  readonly variables: readonly TokenVariable[];
  /** Those that say for which server a token is. */
  readonly serverVariables: readonly string[];
  readonly tool: TokenTool;
  /** What somebody who has none for this server can do. */
  adviceFor(url: string): string;
}

export interface TokenVariable {
  readonly name: string;
  /** Whether it is meant for this server by what it is, before anybody's wish. */
  isFor(url: string, variables: Variables): Belonging;
}

export type Variables = Readonly<Record<string, string | undefined>>;
/** `any`: it names no server. */
export type Belonging = 'this' | 'other' | 'any';

/** The command line tool of such forges, which keeps tokens by server. */
export interface TokenTool {
  /** Where its settings are: below the user's configuration, unless this variable names a folder. */
  readonly folder: { readonly name: string; readonly variable: string | null };
  readonly file: string;
  tokenIn(settings: Yaml, url: string): string | null;
  /** The command that prints a token which is not in the file, for a tool that keeps it in the keyring; null when it has none. */
  readonly commandFor?: (settings: Yaml, url: string) => readonly [command: string, ...args: string[]] | null;
}
