import type { FeedFile } from '#domain/feeds/feed-file.ts';

type Arrived = Pick<FeedFile, 'agencyCode' | 'feed' | 'sha256' | 'declaredRows' | 'encoding'>;

/** Of a file that is not refused: the same bytes again are the same delivery, whatever they are called. */
export function bytesKey({ agencyCode, feed, sha256 }: Arrived): string {
  return `bytes:${agencyCode}/${feed}/${sha256}`;
}

/** Of a file refused for its content: it may come again with another declaration, and not again as it was. */
export function contentKey({ agencyCode, feed, sha256, declaredRows, encoding }: Arrived): string {
  return `content:${agencyCode}/${feed}/${sha256}/${declaredRows}/${encoding}`;
}
