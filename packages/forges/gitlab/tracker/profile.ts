import { z } from 'zod';
import type { ForgeProfile } from '../../forge-profile.ts';
import { namedServer } from '../../tokens/named-server.ts';
import type { Yaml } from '../../tokens/simple-yaml.ts';
import { entriesOf, fieldOf, textOf } from '../../tokens/yaml-fields.ts';

const HOME = 'https://gitlab.com';
const Answer = z.union([
  z.object({ version: z.string(), revision: z.string() }),
  z.object({ message: z.string().regex(/401/) }),
]);

export const GITLAB_PROFILE: ForgeProfile = {
  title: 'GitLab',
  isWellKnown: (host) => host === 'gitlab.com',
  home: HOME,
  probe: {
    path: '/api/v4/version',
    fits: ({ status }, body) => (status === 200 || status === 401) && Answer.safeParse(body).success,
  },
  apiAddressOf: (url) => url,
  hasNestedOwners: true,
  tokens: {
    variables: [
      {
        name: 'GITLAB_TOKEN',
        isFor: (url, { GITLAB_HOST, CI_SERVER_URL }) =>
          namedServer(url, GITLAB_HOST ?? CI_SERVER_URL ?? HOME),
      },
    ],
    serverVariables: ['GITLAB_HOST', 'CI_SERVER_URL'],
    tool: {
      folder: { name: 'glab-cli', variable: 'GLAB_CONFIG_DIR' },
      file: 'config.yml',
      tokenIn(settings, url) {
        const { host, protocol } = new URL(url);
        const hosts = fieldOf(settings, 'hosts');
        const entry = fieldOf(hosts, host) ?? entryOfApiHost(hosts, host);
        const expected = textOf(fieldOf(entry, 'api_protocol')) ?? 'https';
        return protocol === `${expected}:` ? textOf(fieldOf(entry, 'token')) : null;
      },
    },
    adviceFor(url) {
      const { host } = new URL(url);
      const variables = host === 'gitlab.com' ? 'GITLAB_TOKEN' : `GITLAB_TOKEN and GITLAB_HOST=${host}`;
      return `set ${variables}, or log in with \`glab auth login\`.`;
    },
  },
};

function entryOfApiHost(hosts: Yaml, host: string): Yaml {
  return Object.values(entriesOf(hosts)).find((entry) => textOf(fieldOf(entry, 'api_host')) === host) ?? null;
}
