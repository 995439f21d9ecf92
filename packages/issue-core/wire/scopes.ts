/** What an API key may do; `issues:admin` includes all. */
export const SCOPES = ['issues:read', 'issues:write', 'issues:claim', 'issues:admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Of the key of the server's environment, which is that of no agent. */
export const ENVIRONMENT_KEY_ID = 'environment';
