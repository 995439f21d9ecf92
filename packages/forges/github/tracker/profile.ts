import { z } from 'zod';
import type { Belonging, ForgeProfile, Variables } from '../../forge-profile.ts';
import { namedServer } from '../../tokens/named-server.ts';
import { fieldOf, textOf } from '../../tokens/yaml-fields.ts';

const HOME = 'https://github.com';
const Meta = z.object({ verifiable_password_authentication: z.boolean() });

export const GITHUB_PROFILE: ForgeProfile = {
  title: 'GitHub',
  isWellKnown: isOwnHost,
  home: HOME,
  probe: {
    path: '/api/v3/meta',
    fits: ({ status, headers }, body) =>
      headers.has('x-github-enterprise-version') || (status === 200 && Meta.safeParse(body).success),
  },
  apiAddressOf(url) {
    const { hostname } = new URL(url);
    return isOwnHost(hostname) ? `https://api.${hostname}` : `${url}/api/v3`;
  },
  hasNestedOwners: false,
  tokens: {
    variables: [
      { name: 'GH_TOKEN', isFor: isGitHubsOwn },
      { name: 'GITHUB_TOKEN', isFor: isGitHubsOwn },
      { name: 'GH_ENTERPRISE_TOKEN', isFor: isEnterprise },
      { name: 'GITHUB_ENTERPRISE_TOKEN', isFor: isEnterprise },
    ],
    serverVariables: ['GITHUB_SERVER_URL', 'GH_HOST'],
    tool: {
      folder: { name: 'gh', variable: 'GH_CONFIG_DIR' },
      file: 'hosts.yml',
      tokenIn: (settings, url) => textOf(fieldOf(entryFor(settings, url), 'oauth_token')),
      // Newer versions keep the token in the keyring of the system, which only gh itself can ask.
      commandFor: (settings, url) =>
        entryFor(settings, url) === null ? null : ['gh', 'auth', 'token', '--hostname', new URL(url).host],
    },
    adviceFor(url) {
      const variable = isOwnHost(new URL(url).host) ? 'GITHUB_TOKEN' : 'GH_ENTERPRISE_TOKEN';
      return `set ${variable}, or log in with \`gh auth login\`.`;
    },
  },
};

/** GitHub's own servers, with those of its customers that it runs for them. */
function isOwnHost(host: string): boolean {
  return host === 'github.com' || host.endsWith('.ghe.com');
}

function entryFor(settings: Parameters<typeof fieldOf>[0], url: string) {
  const { host, protocol } = new URL(url);
  return protocol === 'https:' ? fieldOf(settings, host) : null;
}

function isGitHubsOwn(url: string, { GITHUB_SERVER_URL }: Variables): Belonging {
  // In GitHub Actions, GITHUB_TOKEN is of the server that runs them.
  if (GITHUB_SERVER_URL !== undefined && namedServer(url, GITHUB_SERVER_URL) === 'this') return 'this';
  const { protocol, hostname } = new URL(url);
  const isElsewhere = GITHUB_SERVER_URL !== undefined && namedServer(HOME, GITHUB_SERVER_URL) !== 'this';
  return isOwnHost(hostname) && protocol === 'https:' && !isElsewhere ? 'this' : 'other';
}

function isEnterprise(url: string, { GH_HOST }: Variables): Belonging {
  return isOwnHost(new URL(url).hostname) ? 'other' : namedServer(url, GH_HOST);
}
