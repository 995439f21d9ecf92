import { z } from 'zod';
import type { ForgeProfile, TokenVariable } from '../../forge-profile.ts';
import { namedServer } from '../../tokens/named-server.ts';
import { fieldOf, itemsOf, textOf } from '../../tokens/yaml-fields.ts';

const WELL_KNOWN = ['codeberg.org', 'gitea.com'];
const Version = z.object({ version: z.string() });
const Refusal = z.object({ message: z.string().regex(/signed in user/i) });

/** Also of Forgejo. */
export const GITEA_PROFILE: ForgeProfile = {
  title: 'Gitea, Forgejo',
  isWellKnown: (host) => WELL_KNOWN.includes(host),
  home: null,
  probe: {
    path: '/api/v1/version',
    fits: ({ status }, body) =>
      (status === 200 && Version.safeParse(body).success) ||
      // An instance that wants everybody to sign in.
      (status === 403 && Refusal.safeParse(body).success),
  },
  apiAddressOf: (url) => url,
  hasNestedOwners: false,
  tokens: {
    variables: [ofServer('GITEA_API_TOKEN'), ofServer('GITEA_TOKEN')],
    serverVariables: ['GITEA_SERVER_URL'],
    tool: {
      folder: { name: 'tea', variable: null },
      file: 'config.yml',
      tokenIn(settings, url) {
        const logins = itemsOf(fieldOf(settings, 'logins'));
        const login = logins.find((it) => isSameOrigin(textOf(fieldOf(it, 'url')), url));
        return textOf(fieldOf(login ?? null, 'token'));
      },
    },
    adviceFor: () => 'set GITEA_API_TOKEN, or log in with `tea login add`.',
  },
};

function ofServer(name: string): TokenVariable {
  return { name, isFor: (url, variables) => namedServer(url, variables.GITEA_SERVER_URL) };
}

function isSameOrigin(address: string | null, url: string): boolean {
  return address !== null && URL.canParse(address) && new URL(address).origin === new URL(url).origin;
}
