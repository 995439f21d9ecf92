import { isOrdering, storedLinkOf } from '../coordination/stored-link.ts';
import type { Link } from '../model/link.ts';
import type { Tracker, TrackerWrite } from './api.ts';
import { keyOf, type TrackerContext } from './context.ts';
import { checkMayWait } from './edit-issue.ts';
import { createLinkReader } from './link-reader.ts';
import { capabilityOfLink, homeOf } from './support.ts';
import { checkWrite } from './write-rule.ts';

export function linkOperations(context: TrackerContext): Pick<Tracker, 'links' | 'link' | 'unlink'> {
  const { backend, backendName, coordination, agent } = context;

  async function isThere(number: number, link: Link): Promise<boolean> {
    const links = await createLinkReader(context).linksOf(number);
    return links.some((it) => it.kind === link.kind && it.number === link.number);
  }

  async function report(type: 'linked' | 'unlinked', issue: number, { kind, number }: Link): Promise<void> {
    await coordination.append([
      { type, actor: agent, backend: backendName, issue, payload: { kind, number } },
    ]);
  }

  return {
    async links(number) {
      await backend.getIssue(number);
      return createLinkReader(context).linksOf(number);
    },
    async link(number, link, write: TrackerWrite = {}) {
      const home = homeOf(context, capabilityOfLink(link.kind));
      const { source, kind, target } = storedLinkOf(number, link);
      const allowed = await checkWrite(context, number, 'remark', write);
      await backend.getIssue(source);
      if (isOrdering(kind)) await checkMayWait(context, source, target);
      else await backend.getIssue(target);
      if (await isThere(number, link)) return;
      if (home === 'beside') {
        await coordination.addLink(keyOf(context, number), link, agent, allowed);
        return;
      }
      await backend.addLink(number, link, allowed);
      await report('linked', number, link);
    },
    async unlink(number, link, write: TrackerWrite = {}) {
      const home = homeOf(context, capabilityOfLink(link.kind));
      const allowed = await checkWrite(context, number, 'remark', write);
      // Also where the tracker has such links: this one may be from before it could.
      await coordination.removeLink(keyOf(context, number), link, agent, allowed);
      if (home === 'beside' || !(await isThere(number, link))) return;
      await backend.removeLink(number, link, allowed);
      await report('unlinked', number, link);
    },
  };
}
