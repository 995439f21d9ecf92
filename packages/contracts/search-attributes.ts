/**
 * Search attributes of an issue's workflow. SQL visibility has room for about 10 keywords and 3 of each other kind,
 * so this list stays small and holds no titles.
 */
export const SEARCH_ATTRIBUTES = {
  state: { name: 'FixpointState', type: 'Keyword' },
  forge: { name: 'FixpointForge', type: 'Keyword' },
  repository: { name: 'FixpointRepository', type: 'Keyword' },
  issue: { name: 'FixpointIssue', type: 'Int' },
  attempt: { name: 'FixpointAttempt', type: 'Int' },
} as const;
