import type { IssueBackend } from '../backend/port.ts';
import type { Link } from '../model/link.ts';
import { LINK_KINDS } from '../model/link.ts';
import type { ChangeLog } from './change-log.ts';
import { oneOf } from './clean-text.ts';
import type { IssueReader } from './issue-reader.ts';
import type { LinkStore } from './link-store.ts';
import type { LocalSession } from './session.ts';

export function linkOperations(
  session: LocalSession,
  {
    reader,
    links,
    log,
  }: { readonly reader: IssueReader; readonly links: LinkStore; readonly log: ChangeLog },
): Pick<IssueBackend, 'listLinks' | 'addLink' | 'removeLink'> {
  return {
    async listLinks(issueNumber) {
      return session.read(() => {
        reader.mustExist(issueNumber);
        return links.of(issueNumber);
      });
    },

    async addLink(issueNumber, link, options) {
      oneOf('kind', link.kind, LINK_KINDS);
      session.write(options, (at) => {
        if (links.add(issueNumber, link, at)) log.append(at, 'link-created', inWords(issueNumber, link));
      });
    },

    async removeLink(issueNumber, link, options) {
      oneOf('kind', link.kind, LINK_KINDS);
      session.write(options, (at) => {
        if (links.remove(issueNumber, link, at)) log.append(at, 'link-deleted', inWords(issueNumber, link));
      });
    },
  };
}

function inWords(issueNumber: number, { kind, number }: Link): string {
  return `${issueNumber} ${kind} ${number}`;
}
