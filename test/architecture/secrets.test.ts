import { describe, expect, it } from 'vitest';
import { readText, repositoryFiles } from './support/repository-files.ts';
import { SECRET_PATTERNS, secretsIn } from './support/secret-patterns.ts';

const TEXT = /\.(?:ts|mjs|js|json|ya?ml|md|graphql|prisma|sql|html|css|csv|xml|txt|sh|example)$|^[^.]+$|\/run$/;

describe('the repository', () => {
  it('holds no secret', () => {
    const files = repositoryFiles().filter((path) => TEXT.test(path));

    const found = files.flatMap((path) => secretsIn(readText(path)).map((kind) => `${path}: ${kind}`));

    expect(files.length).toBeGreaterThan(500);
    expect(found).toEqual([]);
  });
});

describe('the search', () => {
  // Put together here, so that this file holds none itself.
  const letters = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6';
  const glued = (...parts: readonly string[]): string => parts.join('');
  const PLANTED: readonly (readonly [string, string])[] = [
    ['a private key', glued('-----BEGIN EC ', `PRIVATE KEY-----\n${letters}`)],
    ['a private key', glued('-----BEGIN ', `PRIVATE KEY-----\n${letters}`)],
    ['a key of a partner', glued('od_', `live_${letters}`)],
    ['a signed token', glued('ey', `J${letters}.ey`, `J${letters}.${letters}`)],
    ['a secret of webhooks', glued('whsec', `_${letters}`)],
    ['a token of a code host', glued('ghp', `_${letters}`)],
    ['a token of a package registry', glued('npm', `_${letters}`)],
    ['a key of a cloud', glued('AKI', 'AABCDEFGHIJKLMNOP')],
    ['a token of a chat service', glued('xoxb', `-${letters}`)],
    ['a password in an address', glued('postgresql://', `onedoor:${letters}@db.internal/onedoor`)],
  ];

  it.each(PLANTED)('finds %s', (kind, text) => {
    expect(secretsIn(`const given = '${text}';`)).toEqual([kind]);
  });

  it('knows a planted one of every kind', () => {
    expect(new Set(PLANTED.map(([kind]) => kind))).toEqual(new Set(Object.keys(SECRET_PATTERNS)));
  });
});
