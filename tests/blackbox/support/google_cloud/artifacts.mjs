// Artifact Registry v1: repositories, and the tags of images.
// https://cloud.google.com/artifact-registry/docs/reference/rest
import { added, done, found, routes } from './answers.mjs';

export function artifacts(cloud) {
  const repositories = new Map();
  // By the image's name within the repository: tags and what they stand for.
  const images = new Map();
  // As `docker push` would.
  cloud.push = (image, tag, digest) => images.set(image, { ...images.get(image), [tag]: digest });
  const at = '/v1/projects/{project}/locations/{region}/repositories';
  const name = (region, id) => `projects/${cloud.project}/locations/${region}/repositories/${id}`;
  const operation = (region, repository) =>
    done(`projects/${cloud.project}/locations/${region}/operations/1`, repository,
      'google.devtools.artifactregistry.v1.Repository');
  const packageName = (region, id, image) => `${name(region, id)}/packages/${image}`;
  const tagged = (place, tag, digest) => ({ name: `${place}/tags/${tag}`, version: `${place}/versions/${digest}` });
  return routes({
    [`GET ${at}`]: () => ({ repositories: [...repositories.values()] }),
    [`POST ${at}`]: ({ region }, { url, body }) => {
      const id = url.searchParams.get('repositoryId');
      added(repositories, id, { ...body, name: name(region, id), mode: 'STANDARD_REPOSITORY' });
      return operation(region, repositories.get(id));
    },
    [`GET ${at}/{id}`]: ({ id }) => found(repositories, id),
    [`PATCH ${at}/{id}`]: ({ id }, { body }) => Object.assign(found(repositories, id), body),
    [`DELETE ${at}/{id}`]: ({ region, id }) => {
      found(repositories, id);
      repositories.delete(id);
      return operation(region, {});
    },
    [`GET ${at}/{id}/packages/{image}/tags`]: ({ region, id, image }) => {
      const tags = Object.entries(found(images, image));
      return { tags: tags.map(([tag, digest]) => tagged(packageName(region, id, image), tag, digest)) };
    },
    [`GET ${at}/{id}/packages/{image}/tags/{tag}`]: ({ region, id, image, tag }) => {
      const digest = found(new Map(Object.entries(found(images, image))), tag);
      return tagged(packageName(region, id, image), tag, digest);
    },
    'GET /v1/projects/{project}/locations/{region}/operations/{id}': ({ region }) => operation(region, {}),
  });
}
