/** What an API key may do; `issues:admin` includes all. */
export const SCOPES = ['issues:read', 'issues:write', 'issues:claim', 'issues:admin'] as const;
export type Scope = (typeof SCOPES)[number];
