import type { IssueBackend } from '../backend/port.ts';
import { inverseLink, type Link } from '../model/link.ts';

type DryLinks = Pick<IssueBackend, 'listLinks' | 'addLink' | 'removeLink'> & {
  setParent(number: number, parent: number | null): Promise<void>;
};

/** The links of a dry run (`dry-backend.ts`), each seen from both of its ends. */
export function dryLinks(real: IssueBackend, isOurs: (number: number) => boolean): DryLinks {
  const written = new Map<number, readonly Link[]>();

  async function listLinks(number: number): Promise<readonly Link[]> {
    return written.get(number) ?? (isOurs(number) ? [] : real.listLinks(number));
  }

  async function change(number: number, link: Link, present: boolean): Promise<void> {
    const others = (await listLinks(number)).filter((one) => !isSame(one, link));
    written.set(number, present ? [...others, link] : others);
  }

  async function changeBoth(number: number, link: Link, present: boolean): Promise<void> {
    await change(number, link, present);
    await change(link.number, { kind: inverseLink(link.kind), number }, present);
  }

  return {
    listLinks,
    addLink: (number, link) => changeBoth(number, link, true),
    removeLink: (number, link) => changeBoth(number, link, false),
    async setParent(number, parent) {
      for (const link of await listLinks(number)) {
        if (link.kind === 'parent') await changeBoth(number, link, false);
      }
      if (parent !== null) await changeBoth(number, { kind: 'parent', number: parent }, true);
    },
  };
}

function isSame(left: Link, right: Link): boolean {
  return left.kind === right.kind && left.number === right.number;
}
