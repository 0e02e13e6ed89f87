/** How full a bucket is. */
export interface BucketLevel {
  readonly capacity: number;
  /** Whole tokens left, never below zero. */
  readonly remaining: number;
  /** When it will be full again if nobody takes anything. */
  readonly fullAt: Date;
}

export interface Taking extends BucketLevel {
  readonly taken: boolean;
  /** Until as much can be taken; zero when it was. */
  readonly waitMs: number;
}

/** One bucket of tokens per key, in the memory of this process. */
export interface TokenBuckets {
  /**
   * Takes `amount` of what `key` has. A full bucket gives whatever is asked for and goes below zero with it: otherwise what
   * costs more than a bucket holds could never be had.
   */
  take(key: string, amount: number, capacity: number): Taking;
}

export interface TokenBucketsOptions {
  /** In which an empty bucket fills up. */
  readonly periodMs: number;
  /** Buckets kept; the one not used for longest makes room and counts as full when it comes back. */
  readonly keep?: number;
  /** Milliseconds since the epoch, never going back. */
  readonly now?: () => number;
}

/** The steady clock: one that is set back would fill no bucket, one that is set forward all of them. */
const steadyNow = (): number => performance.timeOrigin + performance.now();
const KEEP = 20_000;
/** Fractions of a token add up with an error; whoever waited as long as told is not sent away for it. */
const NEARLY = 1e-6;

interface Bucket {
  level: number;
  at: number;
}

export function createTokenBuckets({ periodMs, keep = KEEP, now = steadyNow }: TokenBucketsOptions): TokenBuckets {
  // A Map keeps the order of insertion: what is used goes to its end, and the oldest stands first.
  const buckets = new Map<string, Bucket>();

  function bucketOf(key: string, capacity: number, at: number): Bucket {
    const known = buckets.get(key);
    const bucket = known ?? { level: capacity, at };
    bucket.level = Math.min(capacity, bucket.level + ((at - bucket.at) / periodMs) * capacity);
    bucket.at = at;
    buckets.delete(key);
    buckets.set(key, bucket);
    const oldest = buckets.size > keep ? buckets.keys().next().value : undefined;
    if (oldest !== undefined) buckets.delete(oldest);
    return bucket;
  }

  return {
    take(key, amount, capacity) {
      const at = now();
      const bucket = bucketOf(key, capacity, at);
      const wanted = Math.min(amount, capacity);
      const taken = bucket.level >= wanted - NEARLY;
      if (taken) bucket.level -= amount;
      const msFor = (tokens: number): number => Math.max(0, Math.ceil((tokens / capacity) * periodMs - NEARLY));
      return {
        taken,
        capacity,
        remaining: Math.max(0, Math.floor(bucket.level + NEARLY)),
        fullAt: new Date(at + msFor(capacity - bucket.level)),
        waitMs: taken ? 0 : msFor(wanted - bucket.level),
      };
    },
  };
}
