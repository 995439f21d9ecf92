import { createHash } from 'node:crypto';
import { PAGING, projectOf, type Route } from '../exchange.ts';
import { pageOf } from '../page.ts';
import { badParameter, forbidden, notFound } from '../refusal.ts';
import { renderUser } from '../render/user.ts';
import { ACCESS, levelOf, type SimUpload, takeId, timeOf } from '../world.ts';

const UPLOADS = '/projects/:id/uploads';

export const uploadRoutes: readonly Route[] = [
  {
    ...{ method: 'POST', path: UPLOADS, parameters: ['file'] },
    handle(exchange) {
      const project = projectOf(exchange);
      const file = exchange.parameters.files.get('file');
      if (!file) throw badParameter('file is missing');
      const id = takeId(exchange.world);
      const upload: SimUpload = {
        ...{ id, fileName: sanitized(file.name), file, createdAt: timeOf(exchange.world) },
        ...{ secret: createHash('md5').update(String(id)).digest('hex'), uploadedBy: exchange.actor },
      };
      project.uploads.push(upload);
      const url = `/uploads/${upload.secret}/${upload.fileName}`;
      const markdown = `[${upload.fileName}](${url})`;
      const full_path = `/-/project/${project.id}${url}`;
      return { status: 201, body: { id, alt: upload.fileName, url, full_path, markdown } };
    },
  },
  {
    ...{ method: 'GET', path: UPLOADS, parameters: PAGING },
    handle(exchange) {
      const project = projectOf(exchange);
      if (levelOf(project, exchange.actor) < ACCESS.maintainer) throw forbidden();
      return pageOf(
        exchange,
        project.uploads.toReversed(),
        ({ id, file, fileName, createdAt, uploadedBy }) => ({
          ...{ id, size: file.size, filename: fileName, created_at: createdAt },
          uploaded_by: renderUser(exchange.web, uploadedBy),
        }),
      );
    },
  },
  {
    ...{ method: 'GET', path: `${UPLOADS}/:secret/:filename`, parameters: [] },
    handle(exchange) {
      const { secret, filename } = exchange.path;
      const { uploads } = projectOf(exchange);
      const upload = uploads.find((it) => it.secret === secret && it.fileName === filename);
      if (!upload) throw notFound('File');
      return { status: 200, file: upload.file };
    },
  },
];

/** `CarrierWave::SanitizedFile.sanitize_regexp`, as GitLab sets it. */
function sanitized(name: string): string {
  return name.replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}.+-]/gu, '_');
}
