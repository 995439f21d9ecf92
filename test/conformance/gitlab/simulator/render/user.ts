import type { JsonObject } from '../json.ts';
import type { SimUser } from '../world.ts';

export function renderUser(web: string, { id, username, name }: SimUser): JsonObject {
  return {
    ...{ id, username, public_email: '', name, state: 'active', locked: false },
    ...{ avatar_url: `${web}/uploads/-/system/user/avatar/${id}/avatar.png`, web_url: `${web}/${username}` },
  };
}

/** As users see themselves, and others. */
export function renderProfile(web: string, user: SimUser, isOwn: boolean): JsonObject {
  const createdAt = '2020-01-01T00:00:00.000Z';
  return {
    ...renderUser(web, user),
    ...{
      created_at: createdAt,
      bio: '',
      location: '',
      linkedin: '',
      twitter: '',
      discord: '',
      website_url: '',
    },
    ...{ github: '', job_title: '', pronouns: null, organization: '', bot: false, work_information: null },
    ...{ followers: 0, following: 0, local_time: null },
    ...(isOwn
      ? {
          ...{ is_admin: user.isAdmin, email: `${user.username}@example.com`, confirmed_at: createdAt },
          ...{ can_create_group: true, can_create_project: true, two_factor_enabled: true, external: false },
        }
      : {}),
  };
}
