import type { IssueBackend } from '../backend/port.ts';

/** The same backend, with something done before each of its writes. */
export function beforeWrites(backend: IssueBackend, prepare: () => void): IssueBackend {
  const after =
    <A extends unknown[], R>(write: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      prepare();
      return write(...given);
    };
  return {
    ...backend,
    createIssue: after(backend.createIssue),
    updateIssue: after(backend.updateIssue),
    deleteIssue: after(backend.deleteIssue),
    createComment: after(backend.createComment),
    updateComment: after(backend.updateComment),
    deleteComment: after(backend.deleteComment),
    saveLabel: after(backend.saveLabel),
    renameLabel: after(backend.renameLabel),
    deleteLabel: after(backend.deleteLabel),
    createMilestone: after(backend.createMilestone),
    updateMilestone: after(backend.updateMilestone),
    deleteMilestone: after(backend.deleteMilestone),
    addLink: after(backend.addLink),
    removeLink: after(backend.removeLink),
    addAttachment: after(backend.addAttachment),
  };
}
