import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { FeedSettings } from '#app/feed-ports.ts';
import type { SftpPlace } from '#connectors/kit/feed-files/sftp-folder.ts';
import { FEED_DEFINITIONS } from '#domain/feeds/feed-definitions.ts';
import { BadSettingsError, parseSettings, type SettingFault } from '#platform/env.ts';

type Source = Readonly<Record<string, string | undefined>>;

const shape = {
  ONEDOOR_DATA_DIR: z.string().min(1).default('.onedoor'),
  FEED_FOLDER: z.string().min(1).optional(),
  FEED_ARCHIVE: z.string().min(1).optional(),
  FEED_MAX_MB: z.coerce.number().int().min(1).max(1_000_000).default(4_096),
};

/**
 * Where files come from (docs: .env.example): `FEED_FOLDER` for folders on this machine, `<AGENCY>_SFTP_URL` for an
 * agency's own server. Throws BadSettingsError with every fault.
 */
export function readFeedSettings(source: Source): FeedSettings {
  const settings = parseSettings(shape, source);
  const dataDir = path.join(settings.ONEDOOR_DATA_DIR, 'feeds');
  const faults: SettingFault[] = [];
  const agencies = [...new Set(FEED_DEFINITIONS.flatMap((definition) => definition.agencies))];
  const places = agencies.flatMap((agency) => {
    const place = readPlace(agency, source, faults);
    return place ? [[agency, place] as const] : [];
  });
  if (faults.length > 0) throw new BadSettingsError(faults);
  return {
    folder: settings.FEED_FOLDER ?? path.join(dataDir, 'in'),
    archive: settings.FEED_ARCHIVE ?? path.join(dataDir, 'archive'),
    maxBytes: settings.FEED_MAX_MB * 2 ** 20,
    sftp: new Map(places),
  };
}

function readPlace(agency: string, source: Source, faults: SettingFault[]): SftpPlace | undefined {
  const prefix = `${agency.toUpperCase().replaceAll('-', '_')}_SFTP_`;
  const address = source[`${prefix}URL`];
  if (!address) return undefined;
  const fault = (name: string, problem: string): undefined => {
    faults.push({ variable: `${prefix}${name}`, problem });
    return undefined;
  };
  const url = URL.parse(address);
  if (url?.protocol !== 'sftp:' || url.username === '' || url.password !== '')
    return fault(
      'URL',
      'must be like sftp://user@host:22/folder, without a password / 须为 sftp://用户@主机:22/目录，不含密码',
    );
  const hostKey = source[`${prefix}HOST_KEY`] ?? '';
  if (!/^SHA256:[A-Za-z0-9+/]{43}=?$/.test(hostKey))
    return fault(
      'HOST_KEY',
      'must be the SHA256:… that ssh-keygen -lf prints of the server’s key / 须为服务器主机密钥指纹',
    );
  const [password, privateKey] = ['PASSWORD_FILE', 'KEY_FILE'].map((name) =>
    readSecret(source[`${prefix}${name}`], (problem) => fault(name, problem)),
  );
  if (password === undefined && privateKey === undefined)
    return fault('KEY_FILE', 'or PASSWORD_FILE is required / 须设置密钥文件或密码文件');
  return {
    host: url.hostname,
    port: Number(url.port || 22),
    user: decodeURIComponent(url.username),
    root: decodeURIComponent(url.pathname),
    password: password?.trimEnd(),
    privateKey,
    hostKey,
  };
}

function readSecret(file: string | undefined, onFault: (problem: string) => void): string | undefined {
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    onFault('cannot be read / 无法读取');
    return undefined;
  }
}
