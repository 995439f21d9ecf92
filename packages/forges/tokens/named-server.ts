import type { Belonging } from '../forge-profile.ts';

/** Whether a variable that holds a host or an address means the server at `url`; any, when it is not set. */
export function namedServer(url: string, variable: string | undefined): Belonging {
  if (variable === undefined) return 'any';
  const target = new URL(url);
  if (variable.includes('://'))
    return URL.canParse(variable) && new URL(variable).origin === target.origin ? 'this' : 'other';
  return variable.toLowerCase() === target.host ? 'this' : 'other';
}
