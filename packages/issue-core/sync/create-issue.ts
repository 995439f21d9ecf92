import type { Issue } from '../model/issue.ts';
import { fold } from '../query/fold.ts';
import { applicablePatches } from './apply-patches.ts';
import { canonicalFields, type IssueFields, UNSET } from './canonical.ts';
import { createdBases } from './created-bases.ts';
import { attributionIn, issueAttribution, withIssueAttribution } from './issue-attribution.ts';
import { isSetPatch, toNewIssue } from './issue-change.ts';
import { type Created, createOnce } from './outbox.ts';
import { issueKey, issueOutboxKey, operationIdOf } from './record-keys.ts';
import type { LinkNumbers, Mapping, Outbox } from './records.ts';
import { otherSide, type PerSide, type Side } from './side.ts';
import { isRefusal } from './sync-errors.ts';
import type { SyncRun } from './sync-run.ts';

const NO_LINKS: LinkNumbers = { parent: [], blocked_by: [], relates: [], duplicates: [], fromOthers: [] };

/**
 * Creates on the other side what has no half there yet, and maps the two. Links follow when both ends are mapped. The
 * mapping's bases hold what was really carried: what lacks is for the merge that follows.
 */
export async function createIssueFrom(
  run: SyncRun,
  source: Side,
  issue: Issue,
): Promise<{ readonly mapping: Mapping; readonly item: Issue; readonly found: boolean }> {
  const target = otherSide(source);
  const fields = canonicalFields(issue);
  run.log.add({
    kind: 'create-issue',
    on: target,
    issue: { side: source, number: issue.number },
    title: fields.title ?? '',
  });
  const sent = await carriedFields(run, target, fields);
  const attempt = async (content: IssueFields) => {
    const created = await createWith(run, source, issue, content);
    return {
      mapping: await mapCreated(run, source, issue, created),
      item: created.item,
      found: created.found,
    };
  };
  try {
    return await attempt(sent);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // Title and text alone: the merge that follows finds out which of the other fields is refused.
    return attempt({ ...UNSET, title: fields.title, body: fields.body });
  }
}

/** Maps an issue that was created under the operation id of this row. */
export async function mapCreated(
  run: SyncRun,
  source: Side,
  { number, id }: Pick<Issue, 'number' | 'id'>,
  created: Created<Issue>,
): Promise<Mapping> {
  const target = otherSide(source);
  const { item, content, found } = created;
  run.clocks[target].see(item);
  const answer = canonicalFields(item);
  const sent = content.kind === 'issue' ? content.fields : answer;
  const bases = createdBases(source, sent, answer, found, run.synced);
  return mapIssues(run, source, { number, id }, item, bases);
}

/** Maps two issues as one, with what both are taken to have had. */
export async function mapIssues(
  run: SyncRun,
  source: Side,
  { number, id }: Pick<Issue, 'number' | 'id'>,
  item: Pick<Issue, 'number' | 'id'>,
  bases: PerSide<IssueFields>,
): Promise<Mapping> {
  const onA = source === 'a' ? { number, id } : item;
  const onB = source === 'a' ? item : { number, id };
  const mapping: Mapping = {
    id: operationIdOf(run.store.pair, 'issue', source, id),
    number: { a: onA.number, b: onB.number },
    issueId: { a: onA.id, b: onB.id },
    origin: source,
    base: { a: { fields: bases.a, links: NO_LINKS }, b: { fields: bases.b, links: NO_LINKS } },
    seen: { a: null, b: null },
    status: 'live',
  };
  await run.store.commit([
    { op: 'put', kind: 'mapping', key: mapping.id, record: mapping },
    { op: 'insert', kind: 'mapping-ref', key: issueKey('a', mapping.number.a), record: mapping.id },
    { op: 'insert', kind: 'mapping-ref', key: issueKey('b', mapping.number.b), record: mapping.id },
    { op: 'remove', kind: 'outbox', key: issueOutboxKey(source, number) },
  ]);
  return mapping;
}

async function createWith(
  run: SyncRun,
  source: Side,
  issue: Issue,
  sent: IssueFields,
): Promise<Created<Issue>> {
  const target = otherSide(source);
  const backend = run.backends[target];
  const translated = { ...sent, state: run.synced.translateState(sent.state ?? 'open', target) };
  const row: Omit<Outbox, 'attempts'> = {
    operationId: operationIdOf(run.store.pair, 'issue', source, issue.id),
    on: target,
    source: { number: issue.number, id: issue.id },
    content: { kind: 'issue', fields: sent },
  };
  return createOnce(run, {
    key: issueOutboxKey(source, issue.number),
    row,
    find: (operationId) => backend.findCreatedIssue(operationId),
    async create(operationId) {
      const made = toNewIssue(translated, run.synced.issue);
      const body = withIssueAttribution(made.body ?? '', await attributionFor(run, source, issue));
      return backend.createIssue({ ...made, body }, { ...run.writing, operationId });
    },
  });
}

/** What was written for somebody else before stays theirs. */
async function attributionFor(run: SyncRun, source: Side, issue: Issue): Promise<string | null> {
  const before = attributionIn(issue.body);
  if (before !== null || issue.author === null) return before;
  const own = await run.ownLogin[source]();
  if (fold(issue.author) === fold(own)) return null;
  return issueAttribution(issue.author, run.backends[source].kind, issue.number);
}

/** Without fields that only one side has, and without names that the target has no room for or does not take. */
async function carriedFields(run: SyncRun, target: Side, fields: IssueFields): Promise<IssueFields> {
  const has = (field: 'type' | 'priority' | 'milestone') => run.synced.issue.includes(field);
  const wanted = {
    ...fields,
    type: has('type') ? fields.type : null,
    priority: has('priority') ? fields.priority : null,
    milestone: has('milestone') ? fields.milestone : null,
  };
  const patches = await applicablePatches(
    run,
    target,
    [],
    [
      { field: 'milestone', value: wanted.milestone },
      { field: 'labels', add: wanted.labels, remove: [] },
      { field: 'assignees', add: wanted.assignees, remove: [] },
    ],
  );
  const kept: { milestone: string | null; labels: readonly string[]; assignees: readonly string[] } = {
    milestone: null,
    labels: [],
    assignees: [],
  };
  for (const patch of patches.patches) {
    if (isSetPatch(patch)) kept[patch.field] = patch.add;
    else if (patch.field === 'milestone') kept.milestone = patch.value;
  }
  return { ...wanted, ...kept };
}
