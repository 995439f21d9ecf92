/** All that `issue mcp` needs of the server: the bundle keeps it in a file of its own, since no other command does. */
export { serveStdio } from '@fixpoint/issue-mcp/stdio.ts';
