import { type Exchange, fieldsOf, type Handlers, issueOf, type Reply, trackerOf } from '../exchange.ts';
import { pageOf } from '../page.ts';
import { invalid, notFound, refuse } from '../refusal.ts';
import { renderComment, renderIssue } from '../render/issue.ts';
import { canWrite, type SimComment, type SimRepository, takeId, timeOf } from '../world.ts';

const MAX_BODY_CHARS = 65_536;

export const commentHandlers: Handlers = {
  'issues/list-comments': (exchange) => {
    const repository = trackerOf(exchange);
    const issue = issueOf(exchange, repository);
    const found = since(exchange, repository.comments).filter((it) => it.issue === issue);
    return pageOf(exchange, found, (it) => renderComment(exchange.bases, repository, it));
  },
  'issues/list-comments-for-repo': (exchange) => {
    const repository = trackerOf(exchange);
    const found = sorted(exchange, since(exchange, repository.comments));
    return pageOf(exchange, found, (it) => renderComment(exchange.bases, repository, it));
  },
  'issues/get-comment': (exchange) => {
    const repository = trackerOf(exchange);
    return answer(exchange, repository, commentOf(exchange, repository));
  },
  'issues/create-comment': (exchange) => {
    const repository = trackerOf(exchange);
    const issue = issueOf(exchange, repository);
    const time = timeOf(exchange.world);
    const comment: SimComment = {
      ...{ id: takeId(exchange.world), issue, author: exchange.actor, body: bodyOf(exchange) },
      ...{ createdAt: time, updatedAt: time },
    };
    repository.comments.push(comment);
    issue.updatedAt = time;
    announce(exchange, repository, comment, 'created');
    return answer(exchange, repository, comment, 201);
  },
  'issues/update-comment': (exchange) => {
    const repository = trackerOf(exchange);
    const comment = ownComment(exchange, repository);
    comment.body = bodyOf(exchange);
    comment.updatedAt = timeOf(exchange.world);
    return answer(exchange, repository, comment);
  },
  'issues/delete-comment': (exchange) => {
    const repository = trackerOf(exchange);
    const comment = ownComment(exchange, repository);
    repository.comments.splice(repository.comments.indexOf(comment), 1);
    comment.issue.updatedAt = timeOf(exchange.world);
    announce(exchange, repository, comment, 'deleted');
    return { status: 204 };
  },
};

function answer(exchange: Exchange, repository: SimRepository, comment: SimComment, status = 200): Reply {
  return { status, body: renderComment(exchange.bases, repository, comment) };
}

function commentOf({ path }: Exchange, { comments }: SimRepository): SimComment {
  const comment = comments.find(({ id }) => id === Number(path.comment_id));
  if (!comment) throw notFound();
  return comment;
}

function ownComment(exchange: Exchange, repository: SimRepository): SimComment {
  const comment = commentOf(exchange, repository);
  if (comment.author === exchange.actor || canWrite(repository, exchange.actor)) return comment;
  throw refuse(403, 'Must have admin rights to Repository.');
}

function bodyOf({ body }: Exchange): string {
  const text = String(fieldsOf(body).body);
  if (text.trim() === '') throw invalid('IssueComment', 'body', 'missing_field');
  if (text.length > MAX_BODY_CHARS) {
    throw invalid(
      'IssueComment',
      'body',
      'custom',
      `body is too long (maximum is ${MAX_BODY_CHARS} characters)`,
    );
  }
  return text;
}

function since({ query }: Exchange, comments: readonly SimComment[]): readonly SimComment[] {
  const from = query.get('since');
  return from === null
    ? comments
    : comments.filter(({ updatedAt }) => Date.parse(updatedAt) >= Date.parse(from));
}

/** By id, unless `sort` is given; `direction` alone is ignored. */
function sorted({ query }: Exchange, comments: readonly SimComment[]): readonly SimComment[] {
  const sort = query.get('sort');
  if (sort === null) return comments;
  const direction = query.get('direction') === 'asc' ? 1 : -1;
  const timeIn = (it: SimComment) => (sort === 'updated' ? it.updatedAt : it.createdAt);
  return comments.toSorted((a, b) => direction * (timeIn(a).localeCompare(timeIn(b)) || a.id - b.id));
}

function announce(exchange: Exchange, repository: SimRepository, comment: SimComment, action: string): void {
  exchange.announce({
    ...{ event: 'issue_comment', action, repository },
    fields: {
      issue: renderIssue(exchange.bases, repository, comment.issue),
      comment: renderComment(exchange.bases, repository, comment),
    },
  });
}
