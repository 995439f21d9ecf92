import type { Endpoints } from '@fixpoint/local/endpoints.ts';
import { renderTable } from './table.ts';

/** Where a person finds what runs, with the login of the local forge. */
export function whereToLook(endpoints: Endpoints): string {
  const { giteaAdmin } = endpoints;
  return renderTable([
    ['Gitea', endpoints.giteaUrl, `login ${giteaAdmin.user}, password ${giteaAdmin.password}`],
    ['Temporal UI', endpoints.temporalUiUrl],
    ['Temporal', endpoints.temporalAddress],
    ['Store', endpoints.storeUrl],
    ['Docker', endpoints.dockerHost, `sandbox image ${endpoints.sandboxImage}`],
  ]);
}
