import { type Exchange, issueOf, PAGING, type Route, trackerOf } from '../exchange.ts';
import { MAX_TEXT_CHARS, obey } from '../issue-fields.ts';
import { newNote } from '../new-note.ts';
import { inOrder, pageOf } from '../page.ts';
import { booleanOf, choiceOf, textOf } from '../parameters.ts';
import { extractQuickActions } from '../quick-actions.ts';
import { badParameter, forbidden, notFound, refuse } from '../refusal.ts';
import { renderNote } from '../render/issue.ts';
import { ACCESS, canTriage, levelOf, type SimNote, type SimProject, timeOf } from '../world.ts';

const NOTES = '/projects/:id/issues/:iid/notes';

export const noteRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: NOTES, parameters: ['order_by', 'sort', 'activity_filter', ...PAGING] },
    handle(exchange) {
      const project = trackerOf(exchange);
      const issue = issueOf(exchange, project);
      const { parameters } = exchange;
      const column = choiceOf(parameters, 'order_by', ['created_at', 'updated_at']) ?? 'created_at';
      const descending = (choiceOf(parameters, 'sort', ['asc', 'desc']) ?? 'desc') === 'desc';
      const filter = choiceOf(parameters, 'activity_filter', ['all_notes', 'only_comments', 'only_activity']);
      const notes = project.notes.filter(
        (note) =>
          note.issue === issue &&
          isVisible(exchange, project, note) &&
          (filter === null || filter === 'all_notes' || note.system === (filter === 'only_activity')),
      );
      const keyOf = (note: SimNote) => (column === 'updated_at' ? note.updatedAt : note.createdAt);
      const order = { descending, keyOf, idOf: ({ id }: SimNote) => (descending ? id : -id) };
      return pageOf(exchange, inOrder(notes, order), (note) => renderNote(exchange.web, project, note));
    },
  },
  {
    ...{ method: 'GET', path: `${NOTES}/:note_id`, parameters: [] },
    handle(exchange) {
      const { project, note } = noteOf(exchange);
      return { status: 200, body: renderNote(exchange.web, project, note) };
    },
  },
  {
    ...{ method: 'POST', path: NOTES, parameters: ['body', 'internal', 'confidential', 'created_at'] },
    handle(exchange) {
      const project = trackerOf(exchange);
      const issue = issueOf(exchange, project);
      const { text, actions } = extractQuickActions(checkedBody(exchange));
      for (const action of actions) obey(exchange, project, issue, action);
      if (text === '') return { status: 202, body: { commands_changes: {}, summary: ['Applied.'] } };
      const asked =
        booleanOf(exchange.parameters, 'internal') ?? booleanOf(exchange.parameters, 'confidential');
      const internal = (asked ?? false) && canTriage(project, exchange.actor);
      const note = newNote(exchange.world, issue, exchange.actor, { body: text, system: false, internal });
      project.notes.push(note);
      issue.updatedAt = note.createdAt;
      exchange.announce({ event: 'note', action: 'create', project, note });
      return { status: 201, body: renderNote(exchange.web, project, note) };
    },
  },
  {
    ...{ method: 'PUT', path: `${NOTES}/:note_id`, parameters: ['body', 'confidential'] },
    handle(exchange) {
      const { project, note } = ownNoteOf(exchange);
      const { text, actions } = extractQuickActions(checkedBody(exchange));
      for (const action of actions) obey(exchange, project, note.issue, action);
      note.body = text;
      note.updatedAt = timeOf(exchange.world);
      note.issue.updatedAt = note.updatedAt;
      exchange.announce({ event: 'note', action: 'update', project, note });
      return { status: 200, body: renderNote(exchange.web, project, note) };
    },
  },
  {
    ...{ method: 'DELETE', path: `${NOTES}/:note_id`, parameters: [] },
    handle(exchange) {
      const { project, note } = ownNoteOf(exchange);
      project.notes.splice(project.notes.indexOf(note), 1);
      return { status: 204 };
    },
  },
];

function noteOf(exchange: Exchange): { readonly project: SimProject; readonly note: SimNote } {
  const project = trackerOf(exchange);
  const issue = issueOf(exchange, project);
  const note = project.notes.find((it) => it.issue === issue && String(it.id) === exchange.path.note_id);
  if (!note || !isVisible(exchange, project, note)) throw notFound('Note');
  return { project, note };
}

function ownNoteOf(exchange: Exchange): { readonly project: SimProject; readonly note: SimNote } {
  const found = noteOf(exchange);
  const isOurs =
    found.note.author === exchange.actor || levelOf(found.project, exchange.actor) >= ACCESS.maintainer;
  if (!isOurs || found.note.system) throw forbidden();
  return found;
}

function isVisible({ actor }: Exchange, project: SimProject, { internal }: SimNote): boolean {
  return !internal || canTriage(project, actor);
}

function checkedBody({ parameters }: Exchange): string {
  const body = textOf(parameters, 'body');
  if (body === null) throw badParameter('body is missing');
  if (body.trim() === '') throw refuse(400, `400 Bad request - Note {:note=>["can't be blank"]}`);
  if (body.length <= MAX_TEXT_CHARS) return body;
  throw refuse(
    400,
    `400 Bad request - Note {:note=>["is too long (maximum is ${MAX_TEXT_CHARS} characters)"]}`,
  );
}
