import type { RepositoryRef } from '@fixpoint/contracts/ids.ts';
import { repositoryKey } from '@fixpoint/contracts/ids.ts';
import { openStore } from '@fixpoint/store/connect.ts';
import { repositoryRecords } from '@fixpoint/store/shared-records.ts';
import { z } from 'zod';
import { localForgeInstance } from './forge-files.ts';
import { GiteaApi } from './gitea-api.ts';
import { databaseUrl } from './profile.ts';
import type { Platform } from './start-platform.ts';

const Repository = z.object({ id: z.number(), name: z.string(), owner: z.object({ login: z.string() }) });
const Hooks = z.array(z.object({ id: z.number(), config: z.looseObject({ url: z.string().optional() }) }));
const EVENTS = ['issues', 'issue_label', 'issue_comment', 'pull_request'];

/** Lets Fixpoint work on a repository of the local Gitea: write access for its user, a webhook, and a record. Twice is once. */
export async function registerRepository(
  platform: Platform,
  owner: string,
  name: string,
): Promise<RepositoryRef> {
  const { endpoints } = platform.stack;
  const admin = new GiteaApi(endpoints.giteaUrl, endpoints.giteaAdmin);
  const path = `/repos/${owner}/${name}`;
  const found = Repository.parse(await admin.call('GET', path));
  await letBotWrite(platform, owner, name);
  await ensureWebhook(admin, path, platform);

  const ref: RepositoryRef = {
    forgeKind: 'gitea',
    forgeInstance: localForgeInstance(endpoints),
    repositoryId: String(found.id),
    owner: found.owner.login,
    name: found.name,
  };
  const store = await openStore(databaseUrl(endpoints.storeUrl, platform.profile), {
    appName: 'fixpoint-cli',
  });
  try {
    const registeredAt = new Date().toISOString();
    await repositoryRecords(store).insert(repositoryKey(ref), { ref, registeredAt });
  } finally {
    await store.close();
  }
  return ref;
}

/** Gives Fixpoint's user write access to a repository of the local Gitea. */
export async function letBotWrite({ stack, bot }: Platform, owner: string, name: string): Promise<void> {
  const admin = new GiteaApi(stack.endpoints.giteaUrl, stack.endpoints.giteaAdmin);
  await admin.call('PUT', `/repos/${owner}/${name}/collaborators/${bot.login}`, { permission: 'write' });
}

async function ensureWebhook(admin: GiteaApi, path: string, platform: Platform): Promise<void> {
  const url = `${platform.ingressUrl}/webhooks/gitea`;
  const hooks = Hooks.parse(await admin.call('GET', `${path}/hooks`));
  const standing = hooks.find(({ config }) => config.url === url);
  if (standing) {
    // One that an older version made asks for less.
    await admin.call('PATCH', `${path}/hooks/${standing.id}`, { active: true, events: EVENTS });
    return;
  }
  const config = { url, content_type: 'json', secret: platform.webhookSecret };
  await admin.call('POST', `${path}/hooks`, { type: 'gitea', active: true, events: EVENTS, config });
}
