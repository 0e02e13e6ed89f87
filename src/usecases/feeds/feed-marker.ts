import { z } from 'zod';
import { FEED_ENCODINGS } from '#domain/feeds/feed-definition.ts';

/**
 * `<file>.done`, written last: `{"rows": 1200, "sha256": "…"}`, and where it helps the size in bytes and the encoding.
 * `rows` counts neither header nor trailer.
 */
const FeedMarker = z.strictObject({
  rows: z.int().min(0).max(100_000_000),
  sha256: z.string().regex(/^[0-9a-fA-F]{64}$/),
  bytes: z.int().min(0).optional(),
  encoding: z.enum(FEED_ENCODINGS).optional(),
});
export type FeedMarker = z.infer<typeof FeedMarker>;

export function readMarker(text: string): FeedMarker | undefined {
  try {
    const marker = FeedMarker.safeParse(JSON.parse(text.replace(/^\ufeff/, '')));
    return marker.success ? { ...marker.data, sha256: marker.data.sha256.toLowerCase() } : undefined;
  } catch {
    return undefined;
  }
}
