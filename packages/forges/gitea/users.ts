import type { ForgeUser } from '@fixpoint/contracts/commands.ts';
import type { User } from './schema.ts';

export function toForgeUser(user: User): ForgeUser {
  return { id: String(user.id), login: user.login };
}
