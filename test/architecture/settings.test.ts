import { describe, expect, it } from 'vitest';
import { certificateSettingsShape } from '#app/identity/client-certificates.ts';
import { limitSettingsShape } from '#app/limits/limit-settings.ts';
import { webhookSettingsShape } from '#app/webhook-line.ts';
import { connectorSettingsShape } from '#connectors/index.ts';
import { platformSettings } from '#platform/env.ts';
import { readText } from './support/repository-files.ts';

const example = readText('.env.example');
const listed = new Set([...example.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1] ?? ''));
const declared = Object.keys({
  ...platformSettings,
  ...connectorSettingsShape,
  ...webhookSettingsShape,
  ...limitSettingsShape,
  ...certificateSettingsShape,
});
/** Read apart from the shapes: files of agencies. */
const ofFeeds = [...readText('src/app/feed-settings.ts').matchAll(/\bFEED_(?:FOLDER|ARCHIVE|MAX_MB)\b/g)].map(String);

describe('.env.example', () => {
  it('lists every setting, those of one kind at many agencies once', () => {
    const alike = /_CALLS_PER_SECOND$/;
    const asked = [...declared, ...ofFeeds].filter((name) => !alike.test(name));

    expect(asked.length).toBeGreaterThan(25);
    expect(asked.filter((name) => !listed.has(name))).toEqual([]);
    expect(example).toContain('<AGENCY>_CALLS_PER_SECOND');
  });

  it('lists no setting that nobody reads', () => {
    const byPattern =
      /_(URL|TOKEN|WEBHOOK_SECRETS|CALLS_PER_SECOND|SFTP_URL|SFTP_HOST_KEY|SFTP_KEY_FILE|SFTP_PASSWORD_FILE)$/;
    const read = new Set([...declared, ...ofFeeds]);

    expect([...listed].filter((name) => !read.has(name) && !byPattern.test(name))).toEqual([]);
  });
});
