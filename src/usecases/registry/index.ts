export { identifyPerson } from './identify-person.ts';
export { lookUpSource, sourceOf } from './look-up-source.ts';
export { openMatchReview } from './open-match-review.ts';
export { shareLookUps } from './share-look-ups.ts';
