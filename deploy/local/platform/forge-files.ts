import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ForgeConfig } from '@fixpoint/config/forges.ts';
import { type Endpoints, writeSecretFile } from '../endpoints.ts';
import type { GiteaUser } from './gitea-user.ts';
import type { Profile } from './profile.ts';

export interface ForgeFiles {
  readonly ingress: string;
  readonly forge: string;
  readonly git: string;
}

/** The name that repositories and workflow ids of the local Gitea carry. */
export function localForgeInstance(endpoints: Endpoints): string {
  return new URL(endpoints.giteaUrl).host;
}

/** Three files, each with the one secret that its service may know; the forge fleet syncs issues of the others, too. */
export function writeForgeFiles(
  endpoints: Endpoints,
  profile: Profile,
  bot: GiteaUser,
  webhookSecret: string,
  others: readonly ForgeConfig[] = [],
): ForgeFiles {
  const forge: ForgeConfig = {
    instance: localForgeInstance(endpoints),
    kind: 'gitea',
    url: endpoints.giteaUrl,
    botLogin: bot.login,
  };
  const write = (
    service: string,
    secret: Partial<ForgeConfig>,
    further: readonly ForgeConfig[] = [],
  ): string => {
    const content = [{ ...forge, ...secret }, ...further];
    // A service reads its file once: other content is another name, so that one that runs with old secrets is restarted.
    const version = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
    const file = join(profile.folder, 'forges', service, `forges-${version}.json`);
    rmSync(dirname(file), { recursive: true, force: true });
    writeSecretFile(file, content);
    return file;
  };
  return {
    ingress: write('ingress', { webhookSecret }),
    forge: write('forge', { apiToken: bot.token }, others),
    git: write('git', { gitToken: bot.gitToken }),
  };
}
