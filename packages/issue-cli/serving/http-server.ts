/** All that `issue serve` needs of the server: the bundle keeps it in a file of its own, since no other command does. */
export { serveIssues } from '@fixpoint/issue-server/serve.ts';
export { serveBackend } from '@fixpoint/issue-server/serve-backend.ts';
export { SERVER_SCHEMA } from '@fixpoint/issue-server/store/schema.ts';
