import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import { TITLE_BYTES } from './answers/budget.ts';
import { clipText } from './answers/clip.ts';
import { issueDetail } from './answers/issue-answers.ts';
import { errorText } from './answers/tool-error.ts';

const LISTED = 30;
const NUMBER = /^[1-9]\d{0,14}$/;
/** "Resource not found" of the protocol. */
const NOT_FOUND = -32_002;

/** `issue://42`: the same as `get_issue` answers. Listed are the newest that are not closed. */
export function registerIssueResources(
  server: McpServer,
  tracker: Tracker,
  onBug: (error: unknown) => void,
): void {
  const template = new ResourceTemplate('issue://{number}', {
    async list({ signal }) {
      const query = { kind: 'not-closed' } as const;
      const { items } = await tracker.list({ query, limit: LISTED, total: 'none', signal });
      return {
        resources: items.map(({ number, title }) => ({
          uri: `issue://${number}`,
          name: `#${number}`,
          title: clipText(title, TITLE_BYTES).value,
          mimeType: 'application/json',
        })),
      };
    },
  });
  const about = {
    title: 'An issue',
    description: 'An issue with its text, links and claim',
    mimeType: 'application/json',
  };
  server.registerResource('issue', template, about, async (uri, { number }) => {
    try {
      if (typeof number !== 'string' || !NUMBER.test(number)) {
        throw new FixpointError('INVALID_INPUT', 'An issue is issue:// and its number.');
      }
      const text = JSON.stringify(issueDetail(await tracker.show(Number(number)), 0));
      return { contents: [{ uri: uri.href, mimeType: 'application/json', text }] };
    } catch (error) {
      if (!(error instanceof FixpointError)) onBug(error);
      throw new McpError(NOT_FOUND, errorText(error));
    }
  });
}
