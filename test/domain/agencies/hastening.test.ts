import { describe, expect, it } from 'vitest';
import { hasteningSeconds } from '#domain/agencies/hastening.ts';

describe('the time over which a backlog is called forward', () => {
  it.each([
    ['nothing', 0, 5, 1],
    ['a few', 4, 5, 1],
    ['as long as the agency takes for them', 300, 5, 60],
    ['a slow agency', 30, 0.1, 300],
    ['a city’s worth, ten minutes at the most', 1_000_000, 5, 600],
    ['an agency without a stated rate', 100, undefined, 10],
  ])('%s', (_what, waiting, rate, seconds) => {
    expect(hasteningSeconds(waiting, rate)).toBe(seconds);
  });
});
