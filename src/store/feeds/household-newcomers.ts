import { uuidV7Ids } from '#platform/ids.ts';
import type { HashedPerson } from '#store/feeds/household-look-up.ts';

/** Those that the rows of one chunk so far have made new entries of; the tables do not know them yet. */
export interface Newcomers {
  withNumber(person: HashedPerson): { readonly personId: string; readonly sameName: boolean } | undefined;
  /** Same name, birth date and telephone under another number. */
  hasAlike(person: HashedPerson): boolean;
  /** Answers the id of the entry to be made. */
  enter(person: HashedPerson): string;
}

export function newcomers(): Newcomers {
  const byNumber = new Map<string, { readonly personId: string; readonly name: string }>();
  const likenesses = new Set<string>();
  return {
    withNumber({ index, nameIndex }) {
      const known = byNumber.get(textOf(index));
      return known && { personId: known.personId, sameName: known.name === textOf(nameIndex) };
    },
    hasAlike: (person) => likenesses.has(likenessOf(person) ?? ''),
    enter(person) {
      const personId = uuidV7Ids.next();
      byNumber.set(textOf(person.index), { personId, name: textOf(person.nameIndex) });
      const likeness = likenessOf(person);
      if (likeness) likenesses.add(likeness);
      return personId;
    },
  };
}

function likenessOf({ nameBirthIndex, phoneIndex }: HashedPerson): string | undefined {
  return nameBirthIndex && phoneIndex ? `${textOf(nameBirthIndex)}/${textOf(phoneIndex)}` : undefined;
}

function textOf(index: Uint8Array): string {
  return Buffer.from(index).toString('latin1');
}
