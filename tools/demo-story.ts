import { parseArgs } from 'node:util';
import { readStackFile } from '#app/demo-stack/stack-file.ts';
import { personaToken } from '#app/personas.ts';
import { playCourierStory } from './story/play-courier-story.ts';

// Plays the courier's case from the counter to the court against the running stack, by GraphQL alone.
const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    'data-dir': { type: 'string', default: process.env['ONEDOOR_DATA_DIR'] ?? '.onedoor' },
  },
});

try {
  const url = values.url ?? readStackFile(values['data-dir']).gatewayUrl;
  const story = await playCourierStory({ url, tokenOf: personaToken, tell: (line) => console.log(line) });
  console.log(
    `\n受理号 / acceptance number: ${story.acceptanceNo}，结果 / outcome: ${story.outcome}，案号 / docket: ${story.docketNumber}`,
  );
} catch (error) {
  console.error(`故事中断 / the story broke off: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
