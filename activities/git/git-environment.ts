import type { GitRemote } from './ports.ts';

const SAFE_CONFIG = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'protocol.allow': 'never',
  'protocol.http.allow': 'always',
  'protocol.https.allow': 'always',
  'gc.auto': '0',
  // A redirect could carry the credential to another server.
  'http.followRedirects': 'false',
  'credential.helper': '',
};

/**
 * The whole environment of a git process: nothing is inherited, no configuration of the machine is read, and the credential
 * travels in the environment, because arguments and URLs are seen by others.
 */
export function gitEnvironment(
  home: string,
  remote: GitRemote | null,
  config: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const entries = Object.entries({ ...SAFE_CONFIG, ...config });
  if (remote) entries.push([`http.${remote.url}/.extraHeader`, authorization(remote)]);
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(
      entries.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/** Every form in which git could print what it was given. */
export function secretsOf({ gitToken }: GitRemote): readonly string[] {
  return [gitToken, basicCredential(gitToken)];
}

function authorization({ gitToken }: GitRemote): string {
  return `Authorization: Basic ${basicCredential(gitToken)}`;
}

/** Forges take a token as the password of Basic authentication, whatever the user's name. */
function basicCredential(gitToken: string): string {
  return Buffer.from(`fixpoint:${gitToken}`).toString('base64');
}
