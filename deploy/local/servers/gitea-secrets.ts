import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { writeSecretFile } from '../endpoints.ts';

export interface GiteaSecrets {
  readonly secretKey: string;
  readonly internalToken: string;
  readonly jwtSecret: string;
}

const Seed = z.object({ seed: z.string().min(32) });

/** All of Gitea's secrets come from one seed that is kept with its data: with others its sessions and tokens would be lost. */
export function giteaSecrets(context: Context): GiteaSecrets {
  const file = join(context.paths.data, 'gitea-seed.json');
  if (!existsSync(file)) writeSecretFile(file, { seed: randomBytes(32).toString('hex') });
  const { seed } = Seed.parse(JSON.parse(readFileSync(file, 'utf8')));
  const derive = (purpose: string) => createHmac('sha256', seed).update(purpose).digest('base64url');
  return {
    secretKey: derive('secret key'),
    internalToken: asJwt(derive('internal token')),
    jwtSecret: derive('jwt'),
  };
}

/** Gitea wants its internal token as a JWT, signed with any key: it only compares it. */
function asJwt(key: string): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ nbf: 1 })}`;
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}
