import { describe, expect, it } from 'vitest';
import { describeEventToWorker } from '#domain/cases/describe-event-to-worker.ts';
import { describeEvent } from '#domain/cases/describe-event.ts';
import { openStory, says } from '../../support/factories/case-drafts.ts';
import { DISPUTE } from '../../support/factories/service-items.ts';

describe('the timeline as a worker reads it', () => {
  const story = openStory(DISPUTE);
  says(story, 'mediation', 'RETURN', { reasonCode: 'NO_JURISDICTION' });
  const { events } = story.draft;
  const read = (tell: typeof describeEvent) => events.map((event) => tell(event, { item: DISPUTE }).zh);

  it('says that somebody follows a matter up, not what staff have to do', () => {
    expect(read(describeEvent).at(-1)).toBe('需要人工处理：对方退回，请更正后重发或撤回');
    expect(read(describeEventToWorker).at(-1)).toBe('办理中遇到情况，工作人员正在跟进');
  });

  it('is the same as anybody’s in all else', () => {
    expect(read(describeEventToWorker).slice(0, -1)).toEqual(read(describeEvent).slice(0, -1));
  });
});
